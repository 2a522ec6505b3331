import {
  atLeast,
  atMost,
  discrete,
  fractionOf,
  noLikelier,
  powerAgainst,
  type Discrete,
} from './discrete.js';
import { normalQuantile, normalTail } from './normal.js';
import type { NoOutcome, TestOutcome } from './outcome.js';

/** So many of so many. */
export interface Count {
  readonly errors: number;
  readonly examples: number;
}

/** Exact binomial test: errors ~ Bin(examples, rate), 0 < rate < 1. */
export function binomialTest({ errors, examples }: Count, rate: number): TestOutcome {
  const none = binomial(examples, rate);
  return {
    ...exact(none, errors),
    power: (effect, level) =>
      least([rate - effect, rate + effect], (other) => powerAgainst(none, binomial(examples, other), level)),
  };
}

/**
 * Fisher's exact test, given how many errors there are together: under equal rates, hypergeometric. Power by Fisher's noncentral
 * hypergeometric distribution, for a rate that differs by the effect from the second one's.
 */
export function fisherTest(a: Count, b: Count): TestOutcome {
  const none = hypergeometric(a, b, [1n, 1n]);
  return {
    ...exact(none, a.errors),
    power: (effect, level) => {
      const rate = b.errors / b.examples;
      return least([rate - effect, rate + effect], (other) => {
        // Then there are no odds to speak of.
        if (rate === 0 || rate === 1) return 0;
        const [p, q] = [fractionOf(other), fractionOf(rate)];
        // The odds ratio other/(1 − other) : rate/(1 − rate).
        const odds = [p[0] * (q[1] - q[0]), (p[1] - p[0]) * q[0]] as const;
        return powerAgainst(none, hypergeometric(a, b, odds), level);
      });
    },
  };
}

/** Where the z-test is good enough: at least so many errors, and so many hits, expected of each (Cochran 1954). */
const fewest = 5;

/** Two-proportion z-test with the pooled rate (as table 1 of the paper can be read; see Fleiss, Levin & Paik 2003, section 3.1). */
export function twoProportionsTest(a: Count, b: Count): TestOutcome | NoOutcome {
  const pooled = (a.errors + b.errors) / (a.examples + b.examples);
  const expected = Math.min(a.examples, b.examples) * Math.min(pooled, 1 - pooled);
  if (expected < fewest) return { undecided: 'too few errors or hits for the z-test; use fisher' };
  const inverse = 1 / a.examples + 1 / b.examples;
  const z = (rateOf(a) - rateOf(b)) / Math.sqrt(pooled * (1 - pooled) * inverse);
  const spread = Math.sqrt(variance(a) + variance(b));
  return {
    less: normalTail(-z),
    greater: normalTail(z),
    different: Math.min(1, 2 * normalTail(Math.abs(z))),
    power: (effect, level) => normalTail(normalQuantile(level / 2) - effect / spread),
  };
}

/**
 * McNemar's exact test: of the examples that only one of the two gets wrong, how many are the first's; under equal rates
 * Bin(discordant, ½). Power given how many are discordant: a difference of rates of d makes the first's share ½ + d·examples/(2·discordant).
 */
export function mcnemarTest(onlyFirst: number, onlySecond: number, examples: number): TestOutcome {
  const discordant = onlyFirst + onlySecond;
  const none = binomial(discordant, 1 / 2);
  return {
    ...exact(none, onlyFirst),
    power: (effect, level) => {
      const share = discordant === 0 ? 1 : Math.min(1, 1 / 2 + (effect * examples) / (2 * discordant));
      return powerAgainst(none, binomial(discordant, share), level);
    },
  };
}

function exact(none: Discrete, k: number): TestOutcome {
  return { less: atMost(none, k), greater: atLeast(none, k), different: noLikelier(none, k) };
}

/** Bin(n, p): C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ. */
export function binomial(n: number, p: number): Discrete {
  if (p === 0 || p === 1)
    return { from: 0, weights: Array.from({ length: n + 1 }, (_, k) => (k === p * n ? 1n : 0n)) };
  const [part, whole] = fractionOf(p);
  return discrete(0, n, (k) => [BigInt(n - k) * part, BigInt(k + 1) * (whole - part)]);
}

/** C(n₁, k) C(n₂, errors − k) oddsᵏ. */
function hypergeometric(a: Count, b: Count, [up, down]: readonly [bigint, bigint]): Discrete {
  const errors = a.errors + b.errors;
  return discrete(Math.max(0, errors - b.examples), Math.min(errors, a.examples), (k) => [
    BigInt(a.examples - k) * BigInt(errors - k) * up,
    BigInt(k + 1) * BigInt(b.examples - errors + k + 1) * down,
  ]);
}

function rateOf({ errors, examples }: Count): number {
  return errors / examples;
}

function variance(count: Count): number {
  return (rateOf(count) * (1 - rateOf(count))) / count.examples;
}

/** The least power over the rates that there can be; 0 where there is none. */
function least(rates: readonly number[], powerAt: (rate: number) => number): number {
  const powers = rates.filter((rate) => rate > 0 && rate < 1).map(powerAt);
  return powers.length === 0 ? 0 : Math.min(...powers);
}
