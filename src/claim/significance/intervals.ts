import { meanOf, varianceOf } from './means.js';
import { normalQuantile } from './normal.js';
import type { Count } from './proportions.js';
import { studentQuantile } from './student.js';

export type Interval = readonly [least: number, greatest: number];

/** Of the mean, by Student’s t: x̄ ± t·s/√n. Undefined of fewer than two values. */
export function meanInterval(values: readonly number[], confidence: number): Interval | undefined {
  if (values.length < 2) return undefined;
  const quantile = studentQuantile((1 - confidence) / 2, values.length - 1);
  const reach = quantile * Math.sqrt(varianceOf(values) / values.length);
  return [meanOf(values) - reach, meanOf(values) + reach];
}

/**
 * Of a rate p = errors/n: those rates that the z-test does not find different from it (Wilson 1927),
 * (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
 */
export function wilsonInterval({ errors, examples }: Count, confidence: number): Interval {
  const rate = errors / examples;
  const z = normalQuantile((1 - confidence) / 2);
  const part = (z * z) / examples;
  const middle = rate + part / 2;
  const reach = z * Math.sqrt((rate * (1 - rate)) / examples + part / (4 * examples));
  // At 0 and 1 the two parts are equal but for rounding.
  return [
    errors === 0 ? 0 : (middle - reach) / (1 + part),
    errors === examples ? 1 : (middle + reach) / (1 + part),
  ];
}
