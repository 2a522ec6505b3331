/**
 * Discrete distributions with one mode, in whole numbers: each probability as a weight, of which the greatest is 2¹⁰²⁴. A weight is
 * the one next to it, towards the mode, times a ratio, rounded down; so a probability of n outcomes is wrong by less than
 * n·2⁻¹⁰²⁴ and the same everywhere.
 */
export interface Discrete {
  /** The outcome of the first weight. */
  readonly from: number;
  readonly weights: readonly bigint[];
}

type Fraction = readonly [numerator: bigint, denominator: bigint];

const greatest = 1n << 1024n;

/** `ratio(k)` is the weight of k + 1 over that of k; it must fall as k rises. */
export function discrete(from: number, to: number, ratio: (k: number) => Fraction): Discrete {
  const weights = new Array<bigint>(to - from + 1).fill(0n);
  let mode = from;
  while (mode < to && rises(ratio(mode))) mode++;
  let weight = greatest;
  for (let k = mode; weight > 0n; k++) {
    weights[k - from] = weight;
    if (k === to) break;
    const [up, down] = ratio(k);
    weight = (weight * up) / down;
  }
  weight = greatest;
  for (let k = mode; k > from && weight > 0n; k--) {
    const [up, down] = ratio(k - 1);
    weight = (weight * down) / up;
    weights[k - 1 - from] = weight;
  }
  return { from, weights };
}

function rises([numerator, denominator]: Fraction): boolean {
  return numerator >= denominator;
}

export function atMost({ from, weights }: Discrete, k: number): number {
  return quotient(sum(weights.slice(0, Math.max(0, k - from + 1))), sum(weights));
}

export function atLeast({ from, weights }: Discrete, k: number): number {
  return quotient(sum(weights.slice(Math.max(0, k - from))), sum(weights));
}

/** The probability of all that is no likelier than k: the two-sided p-value of exact tests, as R and SciPy have it. */
export function noLikelier({ from, weights }: Discrete, k: number): number {
  const own = weights[k - from] ?? 0n;
  return quotient(sum(weights.filter((weight) => isNoLikelier(weight, own))), sum(weights));
}

/** Equal probabilities may differ by rounding: one part in 10⁷ makes no difference, as in R. */
function isNoLikelier(weight: bigint, own: bigint): boolean {
  return weight * 10_000_000n <= own * 10_000_001n;
}

/** How often the two-sided test of `none` at a level finds something where `other` is true; both over the same outcomes. */
export function powerAgainst(none: Discrete, other: Discrete, level: number): number {
  const order = none.weights.map((_, index) => index).sort((a, b) => compare(none.weights, a, b));
  const total = sum(none.weights);
  const [part, whole] = fractionOf(level);
  let [below, found, next] = [0n, 0n, 0];
  for (const index of order) {
    // The p-value of this outcome counts those that are no likelier, ties with it too.
    for (
      ;
      next < order.length && isNoLikelier(none.weights[order[next] ?? 0] ?? 0n, none.weights[index] ?? 0n);
      next++
    )
      below += none.weights[order[next] ?? 0] ?? 0n;
    if (below * whole >= part * total) break;
    found += other.weights[index] ?? 0n;
  }
  return quotient(found, sum(other.weights));
}

function compare(weights: readonly bigint[], a: number, b: number): number {
  const difference = (weights[a] ?? 0n) - (weights[b] ?? 0n);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A finite number ≥ 0 as the fraction that it is, exactly. */
export function fractionOf(value: number): Fraction {
  let [numerator, denominator] = [value, 1n];
  for (; !Number.isInteger(numerator); numerator *= 2) denominator *= 2n;
  return [BigInt(numerator), denominator];
}

const scale = 1n << 1000n;

function quotient(part: bigint, whole: bigint): number {
  return Number((part * scale) / whole) / Number(scale);
}

function sum(weights: readonly bigint[]): bigint {
  return weights.reduce((total, weight) => total + weight, 0n);
}
