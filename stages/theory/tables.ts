import type { Row } from '../../src/artifact/table.js';
import type { DifferentiableFunction } from './activation.js';
import { fixedPointOf } from './fixed-point.js';
import { grouped } from './grouped.js';
import { backwardPass, type ForwardPass } from './passes.js';
import { meanSingularValue } from './singular-values.js';
import type { LayerWeights } from './weights.js';

/** Examples on their way through a network: what tables are made of. */
export interface Predicted {
  readonly activation: DifferentiableFunction;
  readonly weights: readonly LayerWeights[];
  readonly passes: readonly ForwardPass[];
}

/** The sd is over all examples and units, as statistics has it: √(E h² − (E h)²). */
export function activationRows({ passes, weights }: Predicted): readonly Row[] {
  return weights.slice(1).map((_, layer) => {
    const mean = over(passes, ({ fields }) => fields[layer]?.mean);
    const meanSquare = over(passes, ({ fields }) => fields[layer]?.meanSquare);
    return {
      layer: layer + 1,
      mean,
      sd: Math.sqrt(Math.max(0, meanSquare - mean * mean)),
      rootMeanSquare: Math.sqrt(meanSquare),
      preActivationSd: Math.sqrt(over(passes, ({ fields }) => fields[layer]?.variance)),
    };
  });
}

export function backpropagatedRows(
  { passes, weights }: Predicted,
  outputGradients: Float64Array,
): readonly Row[] {
  const squares = passes.map((pass, example) => backwardPass(pass, weights, outputGradients[example] ?? NaN));
  return gradientRows(weights.map((_, layer) => over(squares, (layers) => layers[layer])));
}

/** One row a layer, from the mean squares of gradients whose mean is 0. */
export function gradientRows(squares: readonly number[]): readonly Row[] {
  const top = squares.at(-2) ?? NaN;
  return squares.map((square, layer) => ({
    layer: layer + 1,
    sd: Math.sqrt(square),
    relativeToTop: Math.sqrt(square / top),
  }));
}

export function jacobianRow(
  { activation, passes, weights }: Predicted,
  meanSquareBelow: number,
  layer: number,
): Row {
  const of = weights[layer];
  if (of === undefined) throw new RangeError(`there is no layer ${layer + 1}`);
  const variances = Float64Array.from(passes, ({ fields }) => fields[layer]?.variance ?? NaN);
  const values = grouped(variances, (variance) => meanSingularValue(activation, variance, of));
  const linear = { value: (s: number) => s, slope: () => 1 };
  return {
    layer: layer + 1,
    meanSquaredSingularValue:
      Math.max(of.fanIn, of.fanOut) * of.variance * over(passes, ({ fields }) => fields[layer]?.slopeSquare),
    meanSingularValue: over([...values], (value) => value),
    linearMeanSingularValue: meanSingularValue(linear, 1, of),
    meanSquareRatio: over(passes, ({ fields }) => fields[layer]?.meanSquare) / meanSquareBelow,
  };
}

/** From the variance that the layer has on the examples. */
export function fixedPointRow({ activation, passes, weights }: Predicted, layer: number): Row {
  const { fanIn, variance } = weights[layer] ?? { fanIn: NaN, variance: NaN };
  const start = over(passes, ({ fields }) => fields[layer]?.variance);
  const found = fixedPointOf(activation, fanIn * variance, start);
  return {
    layer: layer + 1,
    weightVariance: fanIn * variance,
    fixedPoint: found.variance,
    chi: found.chi,
    correlationDepth: found.correlationDepth,
    varianceDepth: found.varianceDepth,
    trainableDepth: 6 * Math.abs(found.correlationDepth),
  };
}

/** The mean over examples. */
export function over<Item>(items: readonly Item[], of: (item: Item) => number | undefined): number {
  return items.reduce((sum, item) => sum + (of(item) ?? NaN), 0) / items.length;
}
