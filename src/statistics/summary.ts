import { percentileOfMagnitude } from './percentile.js';

/** A distribution in a few numbers. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  readonly sd: number;
  /** The least magnitude that 98 % of the values do not exceed: of |value|, so that both tails count. */
  readonly percentile98: number;
  readonly rootMeanSquare: number;
  readonly min: number;
  readonly max: number;
}

/** Sums are in double, in index order; sd is √ of the mean squared deviation from the mean. */
export function summarise(values: Float32Array): Summary {
  const { mean, variance, meanSquare } = moments(values);
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return {
    count: values.length,
    mean,
    sd: Math.sqrt(variance),
    percentile98: percentileOfMagnitude(values, 98),
    rootMeanSquare: Math.sqrt(meanSquare),
    min,
    max,
  };
}

export function moments(values: Float32Array): {
  readonly mean: number;
  readonly variance: number;
  readonly meanSquare: number;
} {
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
  return { mean, variance: deviations / count, meanSquare: squares / count };
}
