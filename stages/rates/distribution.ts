import type { Row } from '../../src/artifact/table.js';
import { percentileOfMagnitude } from '../../src/statistics/percentile.js';
import { summarise } from '../../src/statistics/summary.js';

/** The rates are at least 0, so that percentiles of their magnitude are theirs. */
export function distributionRow(layer: number, parameters: 'weights' | 'biases', rates: Float32Array): Row {
  const percentiles = {
    percentile2: percentileOfMagnitude(rates, 2),
    median: percentileOfMagnitude(rates, 50),
  };
  return { layer, parameters, ...summarise(rates), ...percentiles };
}
