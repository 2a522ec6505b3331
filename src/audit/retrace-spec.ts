import type { Plan, PlannedTask } from '../plan/recipe.js';
import type { TaskSpec } from '../run/messages.js';
import { specOf } from '../run/spec.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import type { Expectations } from './expected.js';

/** A recorded task as the process that does parts of it again must know it: with its recorded inputs and its chain. */
export function retraceSpec(
  plan: Plan,
  task: PlannedTask,
  record: TaskRecord,
  expectations: Expectations,
  store: Store,
): TaskSpec {
  const records = [...expectations].flatMap(([id, expected]): [string, TaskRecord][] =>
    expected.record === undefined ? [] : [[id, expected.record]],
  );
  return { ...specOf(plan, task, record.preimage, new Map(records), store.root), observers: [] };
}
