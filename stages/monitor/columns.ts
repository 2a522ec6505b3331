import type { Column } from '../../src/artifact/table.js';
import type { Cost } from '../../src/engine/engine.js';
import { costTitle, numbers, text } from '../../src/statistics/columns.js';
import { type Quantity, quantityTitles } from '../../src/statistics/layers.js';

const when = numbers({
  update: 'updates',
  examples: 'training examples seen',
  epoch: 'epochs of 200,000 training examples',
});

/** Of a table with one row a layer and measured update. */
export function layerColumns(quantity: Quantity): readonly Column[] {
  const what = quantityTitles[quantity];
  const measured = numbers({
    layer: 'layer',
    mean: `mean of ${what}`,
    sd: `standard deviation of ${what}`,
    percentile98: `98th percentile of |value| of ${what}`,
  });
  return [...when, ...measured];
}

export const outputColumns: readonly Column[] = [
  ...when,
  ...numbers({
    biases: 'root mean square of the biases b of the last layer, over classes',
    weights:
      'root mean square of Wᵀh of the last layer, over examples and classes, each example less its mean over classes',
    varying: 'the same of what varies of Wᵀh from example to example',
  }),
];

/** `cost` is the training's, where it is known. */
export function errorColumns(cost: Cost | undefined): readonly Column[] {
  return [
    ...when,
    text('split', 'which examples', ['test', 'validation']),
    ...numbers({
      count: 'number of examples measured',
      cost: costTitle('mean cost', cost),
      errorRate: 'fraction of examples misclassified',
    }),
  ];
}
