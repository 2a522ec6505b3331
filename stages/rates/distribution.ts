import type { Row, TableDescription } from '../../src/artifact/table.js';
import { numbers, text } from '../../src/statistics/columns.js';
import { percentileOfMagnitude } from '../../src/statistics/percentile.js';
import { summarise } from '../../src/statistics/summary.js';

export const distributionTable: TableDescription = {
  title: 'Factors of the learning rate in each layer',
  columns: [
    ...numbers({ layer: 'layer' }),
    text('parameters', 'which parameters of the layer'),
    ...numbers({
      count: 'number of parameters',
      mean: 'mean factor r of the learning rate',
      sd: 'standard deviation of r',
      min: 'least r',
      percentile2: '2nd percentile of r',
      median: 'median of r',
      percentile98: '98th percentile of r',
      max: 'greatest r',
    }),
  ],
};

/** The rates are at least 0, so that percentiles of their magnitude are theirs. */
export function distributionRow(layer: number, parameters: 'weights' | 'biases', rates: Float32Array): Row {
  const percentiles = {
    percentile2: percentileOfMagnitude(rates, 2),
    median: percentileOfMagnitude(rates, 50),
  };
  return { layer, parameters, ...summarise(rates), ...percentiles };
}
