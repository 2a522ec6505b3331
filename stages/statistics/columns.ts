import type { Column } from '../../src/artifact/table.js';
import { numbers, text } from '../../src/statistics/columns.js';
import { quantities, type Quantity, quantityTitles } from '../../src/statistics/layers.js';

export function summaryColumns(quantity: Quantity): readonly Column[] {
  const what = quantityTitles[quantity];
  return numbers({
    layer: 'layer',
    count: `number of values of ${what}`,
    mean: `mean of ${what}`,
    sd: `standard deviation of ${what}`,
    percentile98: `98th percentile of |value| of ${what}`,
    rootMeanSquare: `root mean square of ${what}`,
    min: `least ${what}`,
    max: `greatest ${what}`,
  });
}

export const histogramColumns: readonly Column[] = [
  text('quantity', 'quantity', quantities),
  ...numbers({
    layer: 'layer',
    low: 'lower edge of the bin',
    high: 'upper edge of the bin',
    count: 'number of values in the bin',
    density: 'fraction of all values (those beyond the bins included) per unit of value',
  }),
];

export const jacobianColumns = numbers({
  layer: 'layer i + 1, whose activations are seen as a function of those of layer i (0 is the input)',
  meanSquaredSingularValue: 'mean squared singular value of ∂z^{i+1}/∂z^i',
  meanSquareRatio:
    "mean square of the activations of layer i + 1 over that of layer i: the ratio of their variances where they are about zero, as tanh's and softsign's",
  theory: 'fan-in · E[W²]: the ratio of mean squares that a linear layer would have (eq. 5)',
  theoryBackward:
    'fan-out · E[W²]: the ratio of back-propagated gradient variances below and above it (eq. 6)',
});
