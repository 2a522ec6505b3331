import { keyOf, keyPreimage, type Plan, type PlannedTask } from '../plan/recipe.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { lockedAs, type Lock, type LockedTask } from './lock.js';

/** What a task's re-execution is held against. */
export interface Expected {
  /** What the store has under the key that the task has with its recorded inputs. */
  readonly record: TaskRecord | undefined;
  /** What the lock file says of it, where that was asked the same. */
  readonly locked: LockedTask | undefined;
}

export type Expectations = ReadonlyMap<string, Expected>;

/** Nothing of a task of which nothing is known. */
export function expectationOf({ id }: PlannedTask, expectations: Expectations): Expected {
  return expectations.get(id) ?? { record: undefined, locked: undefined };
}

/** For every task. Looks keys up by what records say of inputs, whether or not their bytes are there still. */
export async function expectationsOf(
  plan: Plan,
  store: Store,
  lock: Lock | undefined,
): Promise<Expectations> {
  const expected = new Map<string, Expected>();
  for (const task of plan.tasks) {
    const outputsOf = (id: string) => expected.get(id)?.record?.outputs ?? {};
    const known = task.graph.inputs.every(({ task: { id } }) => expected.get(id)?.record !== undefined);
    const record = known ? await store.records.find(keyOf(keyPreimage(task, outputsOf))) : undefined;
    expected.set(task.id, { record, locked: lock === undefined ? undefined : lockedAs(task, lock) });
  }
  return expected;
}

/** Whether a task's bytes may be others here than where they were made, and nothing here says what they are to be. */
export function isBoundElsewhere({ machineBound }: PlannedTask, { record }: Expected): boolean {
  return machineBound && record === undefined;
}
