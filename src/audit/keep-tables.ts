import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isDigest, type Digest } from '../artifact/digest.js';
import { tableMediaType } from '../artifact/table.js';
import { knowledgeOf } from '../plan/known.js';
import type { Plan } from '../plan/recipe.js';
import { writeAtomically } from '../store/atomic.js';
import { ifPresent } from '../store/files.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { keptFile, keptFolderOf, largestKept, NotKept, OtherBytesKept, readKept } from './kept-tables.js';
import { readLock, type Lock } from './lock.js';

/** How many tables lie beside the lock file now, and which of its tables do not. */
export interface Kept {
  readonly count: number;
  /** `train.trajectory`: too large, or of columns that no stage declares. */
  readonly left: readonly string[];
}

/** Keeps the tables that the pipeline's lock file is to name. To be done before that is written: then it never names what is not there. */
export async function keepTables(
  plan: Plan,
  lock: Lock,
  records: ReadonlyMap<string, TaskRecord>,
  store: Store,
): Promise<Kept> {
  const folder = keptFolderOf(plan.graph.file);
  await mkdir(folder, { recursive: true });
  const kept = new Set<Digest>();
  const left: string[] = [];
  for (const { of, digest, usable } of tablesOf(plan, lock, records))
    if (usable) {
      await keep(folder, digest, store);
      kept.add(digest);
    } else left.push(of);
  return { count: kept.size, left };
}

interface NamedTable {
  readonly of: string;
  readonly digest: Digest;
  readonly usable: boolean;
}

function tablesOf(
  { tasks }: Plan,
  lock: Lock,
  records: ReadonlyMap<string, TaskRecord>,
): readonly NamedTable[] {
  const known = knowledgeOf(() => true);
  return tasks
    .filter(({ id }) => Object.hasOwn(lock.tasks, id))
    .flatMap(({ id, graph }) =>
      Object.entries(records.get(id)?.outputs ?? {})
        .filter(([, { mediaType }]) => mediaType === tableMediaType)
        .map(([output, { digest, bytes }]) => {
          const declared = known.descriptionOf(graph, output).columns !== undefined;
          return { of: `${id}.${output}`, digest, usable: declared && bytes <= largestKept };
        }),
    );
}

/** A file that holds the table already stays as it is, however it was compressed. */
async function keep(folder: string, digest: Digest, store: Store): Promise<void> {
  if (await isKept(folder, digest)) return;
  const packed = await promisify(gzip)(await store.objects.read(digest), { level: 9 });
  await writeAtomically(folder, keptFile(folder, digest), packed);
}

async function isKept(folder: string, digest: Digest): Promise<boolean> {
  try {
    await readKept(folder, digest);
    return true;
  } catch (error) {
    if (error instanceof NotKept || error instanceof OtherBytesKept) return false;
    throw error;
  }
}

/** Takes away the kept tables that no lock file of the folder names any more. Throws BadInput where one of those cannot be read. */
export async function sweepTables(pipelineFile: string): Promise<void> {
  const folder = keptFolderOf(pipelineFile);
  const named = await namedIn(join(folder, '..'));
  for (const name of (await ifPresent(readdir(folder))) ?? []) {
    const [, digest = ''] = /^([0-9a-f]{64})\.csv\.gz$/.exec(name) ?? [];
    if (isDigest(digest) && !named.has(digest)) await rm(join(folder, name));
  }
}

async function namedIn(pipelines: string): Promise<ReadonlySet<Digest>> {
  const files = (await readdir(pipelines)).filter((name) => name.endsWith('.lock.json'));
  const locks = await Promise.all(files.map((name) => readLock(join(pipelines, name))));
  return new Set(
    locks.flatMap(({ tasks }) => Object.values(tasks).flatMap(({ outputs }) => Object.values(outputs))),
  );
}
