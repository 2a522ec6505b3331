import type { Row } from '../../src/artifact/table.js';
import type { Activation } from '../../src/engine/engine.js';
import { binsOf, histogram, roundedUp } from '../../src/statistics/histogram.js';
import type { Quantity } from '../../src/statistics/layers.js';
import type { Summary } from '../../src/statistics/summary.js';

export const histogramsTitle = 'Histograms of activations and gradients in the hidden layers';

/** The bins are the same in every layer, so that layers can be compared. */
export function histogramRows(
  quantity: Quantity,
  hidden: readonly (() => Float32Array)[],
  summaries: readonly Summary[],
  activation: Activation,
  bins: number,
): readonly Row[] {
  const [low, high] =
    quantity === 'activations' ? rangeOf(activation, summaries) : symmetric(bulk(summaries));
  return hidden.flatMap((values, index) =>
    binsOf(histogram(values(), low, high, bins)).map((bin) => ({ quantity, layer: index + 1, ...bin })),
  );
}

/** What each activation's values cannot go beyond, where there is something. */
const bounds: Readonly<Record<Activation, { readonly low?: number; readonly high?: number }>> = {
  sigmoid: { low: 0, high: 1 },
  tanh: { low: -1, high: 1 },
  softsign: { low: -1, high: 1 },
  linear: {},
  relu: { low: 0 },
  leakyRelu: {},
  elu: { low: -1 },
  selu: { low: -1.76 },
  gelu: { low: -0.17 },
  silu: { low: -0.28 },
  softplus: { low: 0 },
  hardTanh: { low: -1, high: 1 },
  scaledTanh: { low: -1.72, high: 1.72 },
};

function rangeOf(activation: Activation, summaries: readonly Summary[]): readonly [number, number] {
  const [low, high] = symmetric(bulk(summaries));
  return [bounds[activation].low ?? low, bounds[activation].high ?? high];
}

function symmetric(bound: number): readonly [number, number] {
  return [-bound, bound];
}

/** Twice the widest layer's 98th percentile: beyond it lie few values, and narrow layers still have more than one bin. */
function bulk(summaries: readonly Summary[]): number {
  return roundedUp(2 * summaries.reduce((most, { percentile98 }) => Math.max(most, percentile98), 0));
}
