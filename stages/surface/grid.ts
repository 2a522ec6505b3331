import type { Network, Parameters } from '../../src/engine/engine.js';
import type { RandomExamples } from './examples.js';
import type { WeightParameters } from './parameters.js';

/** One point of a surface: the two weights, the mean cost there and the norm of its gradient by the two. */
export interface SurfacePoint {
  readonly w1: number;
  readonly w2: number;
  readonly value: number;
  readonly slope: number;
}

/** The values that a weight takes, evenly spaced, as the network's floats hold them. */
export function gridOf({ least, greatest }: WeightParameters, points: number): readonly number[] {
  const last = points - 1;
  return Array.from({ length: points }, (_, index) =>
    Math.fround((least * (last - index) + greatest * index) / last),
  );
}

/** A weight of a network: where it is among its layer's, which are row-major [in][out]. */
export interface Weight {
  readonly layer: number;
  readonly index: number;
}

export function weightAt({ layer, from, to }: WeightParameters, layers: readonly number[]): Weight {
  return { layer: layer - 1, index: (from - 1) * (layers[layer] ?? 0) + to - 1 };
}

/** The surface where the first weight has this value; `parameters` are changed at the two weights. */
export function rowAt(
  network: Network,
  { inputs, labels }: RandomExamples,
  parameters: Parameters,
  [first, second]: readonly [Weight, Weight],
  w1: number,
  grid: readonly number[],
): readonly SurfacePoint[] {
  setWeight(parameters, first, w1);
  return grid.map((w2) => {
    setWeight(parameters, second, w2);
    network.load(parameters);
    const { costs, weightGradients } = network.gradients(inputs, labels);
    const by = ({ layer, index }: Weight): number => weightGradients[layer]?.()[index] ?? NaN;
    const [along1, along2] = [by(first), by(second)];
    const value = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
    return { w1, w2, value, slope: Math.sqrt(along1 * along1 + along2 * along2) };
  });
}

function setWeight({ weights }: Parameters, { layer, index }: Weight, value: number): void {
  const own = weights[layer];
  if (own === undefined) throw new RangeError(`there is no layer ${layer + 1}`);
  own[index] = value;
}
