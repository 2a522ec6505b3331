import type { PlannedTask } from '../plan/recipe.js';
import { inputArtifacts, silentContext } from '../run/context.js';
import { loadRetrace } from '../stage/registry.js';
import { differencesFrom } from './compare.js';
import { expectationOf, isBoundElsewhere, type Expectations, type Expected } from './expected.js';
import type { Finding, Reference } from './findings.js';
import type { Executed, Workplace } from './reexecution.js';
import { rememberWhole } from './remember.js';
import { retraceSpec } from './retrace-spec.js';

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
  expectations: Expectations,
  executed: Executed,
  { plan, store, clean }: Workplace,
): Promise<Finding> {
  const expected = expectationOf(task, expectations);
  if ('failure' in executed) return { found: 'failed', failure: executed.failure };
  const unheld = notVerifiable(task, expected);
  if (unheld !== undefined) return { found: unheld };
  const { record: made } = executed;
  const differences = await differencesFrom(expected, task, made, { store, again: clean.store });
  const { record } = expected;
  if (record !== undefined) {
    const equal = !differences.some(({ from }) => from === 'record');
    await rememberWhole(store, record, made, equal, async () => {
      const stage = await loadRetrace(task.graph.stage.run);
      const spec = retraceSpec(plan, task, record, expectations, store);
      await stage?.unmark(silentContext(spec, store), inputArtifacts(record.outputs, store));
    });
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
