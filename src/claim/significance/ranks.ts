import { atLeast, atMost, type Discrete } from './discrete.js';
import type { NoOutcome, TestOutcome } from './outcome.js';
import { binomial } from './proportions.js';

/** Sign test of differences: how many are above 0, those that are 0 left out; Bin(n, ½). */
export function signTest(differences: readonly number[]): TestOutcome | NoOutcome {
  const unequal = differences.filter((difference) => difference !== 0);
  if (unequal.length === 0) return { undecided: 'no replicate differs' };
  return exact(binomial(unequal.length, 1 / 2), unequal.filter((difference) => difference > 0).length);
}

/** More pairs than this are not a matter of ranks any more, and take long to count. */
const mostPairs = 500;

/**
 * Wilcoxon's signed-rank test of differences, exact: zeros left out, ties with mid-ranks, all 2ⁿ signs equally likely. The statistic
 * is the sum of the ranks above 0, doubled so that mid-ranks are whole.
 */
export function wilcoxonTest(differences: readonly number[]): TestOutcome | NoOutcome {
  const unequal = differences.filter((difference) => difference !== 0);
  if (unequal.length === 0) return { undecided: 'no replicate differs' };
  if (unequal.length > mostPairs) return { undecided: `more than ${mostPairs} pairs; use t` };
  const ranks = doubledRanks(unequal.map(Math.abs));
  const statistic = ranks.reduce((sum, rank, index) => sum + ((unequal[index] ?? 0) > 0 ? rank : 0), 0);
  return exact(signSums(ranks), statistic);
}

function exact(none: Discrete, k: number): TestOutcome {
  const [less, greater] = [atMost(none, k), atLeast(none, k)];
  // Both distributions are symmetric, so that the two tails are alike.
  return { less, greater, different: Math.min(1, 2 * Math.min(less, greater)) };
}

/** Twice the mid-rank of each size: how many are smaller, twice, and as many as are equal, and one. */
function doubledRanks(sizes: readonly number[]): number[] {
  return sizes.map(
    (size) =>
      2 * sizes.filter((other) => other < size).length + sizes.filter((other) => other === size).length + 1,
  );
}

/** In how many ways signs give each sum of ranks. */
function signSums(ranks: readonly number[]): Discrete {
  const weights = new Array<bigint>(ranks.reduce((sum, rank) => sum + rank, 0) + 1).fill(0n);
  weights[0] = 1n;
  let top = 0;
  for (const rank of ranks) {
    for (let sum = top; sum >= 0; sum--)
      weights[sum + rank] = (weights[sum + rank] ?? 0n) + (weights[sum] ?? 0n);
    top += rank;
  }
  return { from: 0, weights };
}
