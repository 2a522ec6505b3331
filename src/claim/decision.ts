import { exactNumber, formatNumber } from '../artifact/numbers.js';
import { rounded } from './evidence.js';
import type { TestOutcome } from './significance/outcome.js';
import type { StatisticalTest } from './test-schema.js';

export interface Decision {
  readonly verdict: 'holds' | 'does not hold' | 'undecided';
  /** Of the finding that the claim states. */
  readonly p: number;
  readonly power?: number;
  readonly why?: string;
}

/**
 * What a test's outcome says of the finding that is claimed. A direction holds where it is found, does not where the opposite is found. That
 * nothing is found counts only where the test had the power to find the stated effect; else it is undecided.
 */
export function decisionOf(test: StatisticalTest, outcome: TestOutcome): Decision {
  const { finding, level } = test;
  if (finding === 'different' || finding === 'not different') return unequal(test, outcome);
  const [p, opposite] =
    finding === 'less' ? [outcome.less, outcome.greater] : [outcome.greater, outcome.less];
  if (p < level) return { verdict: 'holds', p: rounded(p, 3) };
  if (opposite < level) return { verdict: 'does not hold', p: rounded(p, 3), why: 'the opposite is found' };
  return { verdict: 'undecided', p: rounded(p, 3), why: `p is not below ${exactNumber(level)} either way` };
}

function unequal(
  { finding, level, effect, power: needed }: StatisticalTest,
  { different, power: powerFor }: TestOutcome,
): Decision {
  const p = rounded(different, 3);
  if (different < level) return { verdict: finding === 'different' ? 'holds' : 'does not hold', p };
  const power = effect === undefined ? undefined : powerFor?.(effect, level);
  if (effect === undefined || power === undefined)
    return { verdict: 'undecided', p, why: `p is not below ${exactNumber(level)}` };
  const found = { p, power: rounded(power, 3) };
  if (power >= needed) return { verdict: finding === 'different' ? 'does not hold' : 'holds', ...found };
  const why = `a difference of ${exactNumber(effect)} would be found with probability ${formatNumber(power)}; ${exactNumber(needed)} is asked for`;
  return { verdict: 'undecided', ...found, why };
}
