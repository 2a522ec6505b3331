import type { Row, TableDescription } from '../../src/artifact/table.js';
import type { Activation } from '../../src/engine/engine.js';
import { numbers, text } from '../../src/statistics/columns.js';
import { binsOf, histogram, roundedUp } from '../../src/statistics/histogram.js';
import type { Quantity } from '../../src/statistics/layers.js';
import type { Summary } from '../../src/statistics/summary.js';

export const histogramTable: TableDescription = {
  title: 'Histograms of activations and gradients in the hidden layers',
  columns: [
    text('quantity', 'quantity'),
    ...numbers({
      layer: 'layer',
      low: 'lower edge of the bin',
      high: 'upper edge of the bin',
      count: 'number of values in the bin',
      density: 'fraction of all values (those beyond the bins included) per unit of value',
    }),
  ],
};

/** The bins are the same in every layer, so that layers can be compared. */
export function histogramRows(
  quantity: Quantity,
  hidden: readonly (() => Float32Array)[],
  summaries: readonly Summary[],
  activation: Activation,
  bins: number,
): readonly Row[] {
  const [low, high] = quantity === 'activations' ? rangeOf(activation) : symmetric(bulk(summaries));
  return hidden.flatMap((values, index) =>
    binsOf(histogram(values(), low, high, bins)).map((bin) => ({ quantity, layer: index + 1, ...bin })),
  );
}

function rangeOf(activation: Activation): readonly [number, number] {
  return activation === 'sigmoid' ? [0, 1] : symmetric(1);
}

function symmetric(bound: number): readonly [number, number] {
  return [-bound, bound];
}

/** Twice the widest layer's 98th percentile: beyond it lie few values, and narrow layers still have more than one bin. */
function bulk(summaries: readonly Summary[]): number {
  return roundedUp(2 * summaries.reduce((most, { percentile98 }) => Math.max(most, percentile98), 0));
}
