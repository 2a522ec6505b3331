import type { PlannedTask } from '../plan/recipe.js';
import { differencesFrom } from './compare.js';
import { isBoundElsewhere, type Expected } from './expected.js';
import type { Finding, Reference } from './findings.js';
import type { Executed, Workplace } from './reexecution.js';
import { rememberWhole } from './remember.js';

/** Why there is no sense in executing a task again, or undefined where there is. */
export function notVerifiable(
  task: PlannedTask,
  expected: Expected,
): 'bound elsewhere' | 'not recorded' | undefined {
  if (isBoundElsewhere(task, expected)) return 'bound elsewhere';
  return expected.record === undefined && expected.locked === undefined ? 'not recorded' : undefined;
}

/** What came of executing a task again, which its record is then said to have been verified by. */
export async function findingOf(
  task: PlannedTask,
  expected: Expected,
  executed: Executed,
  { store, clean }: Workplace,
): Promise<Finding> {
  if ('failure' in executed) return { found: 'failed', failure: executed.failure };
  const unheld = notVerifiable(task, expected);
  if (unheld !== undefined) return { found: unheld };
  const { record: made } = executed;
  const differences = await differencesFrom(expected, task, made, { store, again: clean.store });
  if (expected.record !== undefined) {
    const equal = !differences.some(({ from }) => from === 'record');
    await rememberWhole(store, expected.record, made, equal);
  }
  return differences.length > 0
    ? { found: 'different', differences }
    : { found: 'equal', seconds: made.seconds, heldAgainst: referencesOf(expected) };
}

function referencesOf({ record, locked }: Expected): readonly Reference[] {
  return [
    ...(record === undefined ? [] : ['record' as const]),
    ...(locked === undefined ? [] : ['lock file' as const]),
  ];
}
