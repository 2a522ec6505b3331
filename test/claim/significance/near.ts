import type { ExecutionContext } from 'ava';
import type { NoOutcome, TestOutcome } from '../../../src/claim/significance/outcome.js';

/** Equal but for one part in 10¹⁰: SciPy's own last digits. */
export function near(t: ExecutionContext, value: number, expected: number, name = ''): void {
  t.true(Math.abs(value - expected) <= 1e-10 * Math.abs(expected), `${name} ${value}, not ${expected}`);
}

type PValues = readonly [less: number, greater: number, different: number];

export function nearPValues(
  t: ExecutionContext,
  outcome: TestOutcome | NoOutcome,
  [less, greater, different]: PValues,
  name = '',
): void {
  if ('undecided' in outcome) {
    t.fail(outcome.undecided);
    return;
  }
  near(t, outcome.less, less, `${name} less`);
  near(t, outcome.greater, greater, `${name} greater`);
  near(t, outcome.different, different, `${name} different`);
}
