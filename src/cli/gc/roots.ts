import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDigest, type Digest } from '../../artifact/digest.js';
import { isJsonObject, type Json } from '../../artifact/json.js';
import { lockFileOf, readLock } from '../../audit/lock.js';
import { ifPresent } from '../../store/files.js';
import type { Roots } from '../../store/sweep/mark.js';

/** What the pipelines and lock files of a project say is to be kept. Throws BadInput where a lock file cannot be read. */
export async function rootsOf(project: string): Promise<Roots> {
  const pipelines = new Set<string>();
  const locked = new Map<string, ReadonlySet<Digest>>();
  let allNamed = true;
  for (const file of await pipelineFiles(project)) {
    const pipeline = await pipelineIn(file);
    if (pipeline === undefined) continue;
    if (pipeline.name === undefined) allNamed = false;
    else pipelines.add(pipeline.name);
    const digests = await lockedBy(file);
    if (digests !== undefined) locked.set(pipeline.name ?? file, digests);
  }
  return { pipelines: allNamed ? pipelines : undefined, locked };
}

/** Pipelines are in pipelines/ or, where there is no such folder, beside the store. */
async function pipelineFiles(project: string): Promise<readonly string[]> {
  const inFolder = await ifPresent(readdir(join(project, 'pipelines'), { recursive: true }));
  const names = inFolder?.map((name) => join('pipelines', name)) ?? (await readdir(project));
  const pipelines = names.filter((name) => name.endsWith('.json') && !name.endsWith('.lock.json'));
  return pipelines.sort().map((name) => join(project, name));
}

/** Undefined where the file holds something else; without a name where it cannot be read now, or has its name from another file. */
async function pipelineIn(file: string): Promise<{ readonly name?: string } | undefined> {
  try {
    const pipeline = JSON.parse(await readFile(file, 'utf8')) as Json;
    if (!isJsonObject(pipeline) || !('stages' in pipeline || 'extends' in pipeline)) return undefined;
    return typeof pipeline.name === 'string' ? { name: pipeline.name } : {};
  } catch {
    return {};
  }
}

async function lockedBy(pipelineFile: string): Promise<ReadonlySet<Digest> | undefined> {
  const file = lockFileOf(pipelineFile);
  if ((await ifPresent(readFile(file))) === undefined) return undefined;
  const { tasks } = await readLock(file);
  const outputs = Object.values(tasks).flatMap((task) => Object.values(task.outputs));
  return new Set(outputs.filter(isDigest));
}
