import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
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

/** Pipelines are in pipelines/ or beside the store, where there may be other JSON. */
async function pipelineFiles(project: string): Promise<readonly string[]> {
  const inFolder = (await ifPresent(readdir(join(project, folder), { recursive: true }))) ?? [];
  const names = [...inFolder.map((name) => join(folder, name)), ...(await readdir(project))];
  const pipelines = names.filter((name) => name.endsWith('.json') && !name.endsWith('.lock.json'));
  return pipelines.sort().map((name) => join(project, name));
}

const folder = 'pipelines';

/** Undefined where the file holds something else; without a name where it is not JSON now, or has its name from another file. */
async function pipelineIn(file: string): Promise<{ readonly name?: string } | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const isOneOfOurs = file.includes(`${sep}${folder}${sep}`) || text.includes('"stages"');
  try {
    const pipeline = JSON.parse(text) as Json;
    if (!isJsonObject(pipeline) || !('stages' in pipeline || 'extends' in pipeline)) return undefined;
    if (typeof pipeline.name === 'string') return { name: pipeline.name };
    return isOneOfOurs ? {} : undefined;
  } catch {
    return isOneOfOurs ? {} : undefined;
  }
}

async function lockedBy(pipelineFile: string): Promise<ReadonlySet<Digest> | undefined> {
  const file = lockFileOf(pipelineFile);
  if ((await ifPresent(readFile(file))) === undefined) return undefined;
  const { tasks } = await readLock(file);
  const outputs = Object.values(tasks).flatMap((task) => Object.values(task.outputs));
  return new Set(outputs.filter(isDigest));
}
