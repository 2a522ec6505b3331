import type { Table } from '../../src/artifact/table.js';
import { numbers } from '../../src/statistics/columns.js';
import { type Quantity, quantityTitles } from '../../src/statistics/layers.js';
import type { Summary } from '../../src/statistics/summary.js';

/** One row a layer, layer 1 next to the input. */
export function summaryTable(quantity: Quantity, examples: number, layers: readonly Summary[]): Table {
  const what = quantityTitles[quantity];
  const columns = numbers({
    layer: 'layer',
    count: `number of values of ${what}`,
    mean: `mean of ${what}`,
    sd: `standard deviation of ${what}`,
    percentile98: `98th percentile of |value| of ${what}`,
    rootMeanSquare: `root mean square of ${what}`,
    min: `least ${what}`,
    max: `greatest ${what}`,
  });
  const title = `Distribution of the ${what} in each layer, on ${examples} test examples`;
  return {
    description: { title, columns },
    rows: layers.map((summary, index) => ({ layer: index + 1, ...summary })),
  };
}
