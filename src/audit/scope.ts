import type { Plan, PlannedTask } from '../plan/recipe.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import type { Expectations } from './expected.js';

/** What is to be executed again. */
export interface Scope {
  /** In the pipeline's order. */
  readonly tasks: readonly PlannedTask[];
  /** The records of those whose recorded bytes the store has: who reads them reads these. */
  readonly recorded: ReadonlyMap<string, TaskRecord>;
}

/**
 * These tasks, and those that they read whose recorded bytes the store does not have: on a fresh clone, everything that leads to
 * them.
 */
export async function scopeOf(
  { tasks }: Plan,
  chosen: readonly PlannedTask[],
  expectations: Expectations,
  store: Store,
): Promise<Scope> {
  const wanted = new Set(chosen.map(({ id }) => id));
  const [recorded, missing] = [new Map<string, TaskRecord>(), new Set<string>()];
  for (const task of [...tasks].reverse()) {
    if (!wanted.has(task.id)) continue;
    for (const { id } of task.graph.inputs.map((input) => input.task)) {
      if (recorded.has(id) || missing.has(id)) continue;
      const record = await wholeRecord(id, expectations, store);
      if (record !== undefined) recorded.set(id, record);
      else {
        missing.add(id);
        wanted.add(id);
      }
    }
  }
  return { tasks: tasks.filter(({ id }) => wanted.has(id)), recorded };
}

/** A task's record where every byte that it names is there. */
async function wholeRecord(
  id: string,
  expectations: Expectations,
  { objects }: Store,
): Promise<TaskRecord | undefined> {
  const record = expectations.get(id)?.record;
  const outputs = Object.values(record?.outputs ?? {});
  const damage = await Promise.all(outputs.map(({ digest }) => objects.check(digest)));
  return damage.every((found) => found === undefined) ? record : undefined;
}
