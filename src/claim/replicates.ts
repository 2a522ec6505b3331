import { exactNumber } from '../artifact/numbers.js';
import { rounded, type Evidence } from './evidence.js';
import type { Expectation } from './expectation.js';
import { atMost } from './significance/discrete.js';
import { type Interval, meanInterval } from './significance/intervals.js';
import { meanOf } from './significance/means.js';
import { binomial } from './significance/proportions.js';
import type { Tested } from './tested.js';
import type { Over } from './test-schema.js';

/** What stands for replicates; of an even number, the median is the mean of the middle two. */
export function summaryOf(values: readonly number[], { summary }: Over): number {
  if (summary === 'mean') return meanOf(values);
  const order = inOrder(values);
  const middle = order.length / 2;
  return ((order[Math.ceil(middle) - 1] ?? NaN) + (order[Math.floor(middle)] ?? NaN)) / 2;
}

/** Holds where the whole interval is as expected, does not where none of it is; else the replicates are too few, or vary too much. */
export function judgedOver(
  values: readonly number[],
  over: Over,
  { least, greatest, holds }: Expectation,
): Tested {
  const interval = intervalOf(values, over);
  if (interval === undefined)
    return {
      verdict: 'undecided',
      why: `${exactNumber(values.length)} of ${over.variable} are too few for an interval`,
    };
  const [low, high] = interval;
  const evidence: Evidence = {
    ...{ sizes: [values.length], unit: 'replicate' },
    interval: { least: rounded(low, 6), greatest: rounded(high, 6), confidence: over.confidence },
  };
  if (holds(low) && holds(high)) return { verdict: 'holds', evidence };
  if (high < least || low > greatest) return { verdict: 'does not hold', evidence };
  return { verdict: 'undecided', evidence, why: 'the interval is partly as expected' };
}

function intervalOf(values: readonly number[], { summary, confidence }: Over): Interval | undefined {
  if (summary === 'median') return medianInterval(inOrder(values), (1 - confidence) / 2);
  return meanInterval(values, confidence);
}

/** From the k-th least to the k-th greatest value, for the greatest k with P(Bin(n, ½) < k) ≤ tail (Conover 1999, section 3.2). */
function medianInterval(order: readonly number[], tail: number): Interval | undefined {
  const signs = binomial(order.length, 1 / 2);
  let k = 0;
  while (k < order.length / 2 && atMost(signs, k) <= tail) k++;
  const [low, high] = [order[k - 1], order[order.length - k]];
  return low === undefined || high === undefined ? undefined : [low, high];
}

function inOrder(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
}
