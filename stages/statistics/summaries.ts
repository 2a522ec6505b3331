import type { Written } from '../../src/stage/table-output.js';
import { type Quantity, quantityTitles } from '../../src/statistics/layers.js';
import type { Summary } from '../../src/statistics/summary.js';

/** One row a layer, layer 1 next to the input. */
export function summaryTable(quantity: Quantity, examples: number, layers: readonly Summary[]): Written {
  return {
    title: `Distribution of the ${quantityTitles[quantity]} in each layer, on ${examples} test examples`,
    rows: layers.map((summary, index) => ({ layer: index + 1, ...summary })),
  };
}
