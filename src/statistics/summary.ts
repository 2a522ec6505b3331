import { percentileOfMagnitude } from './percentile.js';

/** A distribution in a few numbers. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  /** √ of the mean squared deviation from the mean. */
  readonly sd: number;
  /** The least magnitude that 98 % of the values do not exceed: of |value|, so that both tails count. */
  readonly percentile98: number;
  readonly rootMeanSquare: number;
  readonly min: number;
  readonly max: number;
}

/** Sums in double, in index order. Where a value is not finite, neither is what is said of all. */
export function summarise(values: Float32Array): Summary {
  const { count, mean, sd, rootMeanSquare } = moments(values);
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { count, mean, sd, percentile98: percentileOfMagnitude(values, 98), rootMeanSquare, min, max };
}

function moments(values: Float32Array): Pick<Summary, 'count' | 'mean' | 'sd' | 'rootMeanSquare'> {
  const count = values.length;
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  let deviations = 0;
  for (const value of values) deviations += (value - mean) * (value - mean);
  return { count, mean, sd: Math.sqrt(deviations / count), rootMeanSquare: Math.sqrt(squares / count) };
}
