import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { knowledgeOf } from '../plan/known.js';
import { sourceFiles, type Plan, type SourcesOf } from '../plan/recipe.js';
import type { JsonObject } from '../artifact/json.js';
import type { Digest } from '../artifact/digest.js';
import { keptFolderOf, readKept } from './kept-tables.js';
import { lockedAs, type Lock } from './lock.js';
import type { Made } from './markers/source.js';

/** The artifacts of a task that is not made here, as the lock file names them. */
export interface LockedArtifacts {
  readonly format: 'samebits/lock/1';
  readonly outputs: Readonly<Record<string, { readonly digest: Digest; readonly description: JsonObject }>>;
}

/**
 * What is made, and what is not made here but stands in the lock file as it is asked: its tables are read from beside that, and
 * described as their stages declare them.
 */
export function withLocked({ records, store }: Made, plan: Plan, lock: Lock): Made {
  const known = knowledgeOf(() => true);
  const locked = plan.tasks.flatMap((task): [string, LockedArtifacts][] => {
    const found = records.has(task.id) ? undefined : lockedAs(task, lock);
    if (found === undefined) return [];
    const outputs = Object.entries(found.outputs).map(([name, digest]) => {
      return [name, { digest, description: known.descriptionOf(task.graph, name) }] as const;
    });
    return [[task.id, { format: lock.format, outputs: Object.fromEntries(outputs) }]];
  });
  const folder = keptFolderOf(plan.graph.file);
  const here = new Set(
    [...records.values()].flatMap(({ outputs }) => Object.values(outputs).map(({ digest }) => digest)),
  );
  const read = (digest: Digest) => (here.has(digest) ? store.objects.read(digest) : readKept(folder, digest));
  return { records: new Map([...records, ...locked]), store: { objects: { read } } };
}

/**
 * The digests of source files as the lock file has them, where their folder is not here: enough to see whether a task was asked the
 * same, and not to do its work. `absent` are the tasks of which it was so.
 */
export function sourcesWith(lock: Lock): { readonly sourcesOf: SourcesOf; readonly absent: Set<string> } {
  const absent = new Set<string>();
  const sourcesOf: SourcesOf = (task) => {
    const { id, source } = task;
    const files = Object.hasOwn(lock.tasks, id) ? lock.tasks[id]?.files : undefined;
    if (source === undefined || files === undefined || existsSync(source.folder)) return sourceFiles(task);
    absent.add(id);
    const named = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
    return Promise.resolve(
      new Map(named.map(([name, digest]) => [name, { path: join(source.folder, name), digest }])),
    );
  };
  return { sourcesOf, absent };
}
