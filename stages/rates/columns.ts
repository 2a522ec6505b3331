import type { Column } from '../../src/artifact/table.js';
import { numbers, text } from '../../src/statistics/columns.js';

export const distributionColumns: readonly Column[] = [
  ...numbers({ layer: 'layer' }),
  text('parameters', 'which parameters of the layer', ['weights', 'biases']),
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
];
