import type { Row } from '../../src/artifact/table.js';
import { layerOf } from '../../src/engine/shapes.js';
import { relativeDistance, squaresOf, together } from '../../src/statistics/distance.js';
import { mean } from '../../src/statistics/mean.js';
import { layersNamed } from './columns.js';
import type { View } from './sides.js';

/** Both sides after an update. */
export interface Pair {
  readonly update: number;
  readonly first: View;
  readonly second: View;
}

/** One row a layer, then one of all layers: ‖a − b‖/‖a‖ of the first's numbers a and the second's b. */
export function distanceRows({ update, first, second }: Pair): readonly Row[] {
  const [ours, theirs] = [first.gradients, second.gradients];
  const layers = first.parameters.weights.map((weights, l) => ({
    parameters: together([
      squaresOf(weights, layerOf(second.parameters.weights, l)),
      squaresOf(layerOf(first.parameters.biases, l), layerOf(second.parameters.biases, l)),
    ]),
    gradients: together([
      squaresOf(layerOf(ours.weightGradients, l)(), layerOf(theirs.weightGradients, l)()),
      squaresOf(layerOf(ours.biasGradients, l), layerOf(theirs.biasGradients, l)),
    ]),
  }));
  const all = {
    parameters: together(layers.map(({ parameters }) => parameters)),
    gradients: together(layers.map(({ gradients }) => gradients)),
  };
  return [...layers, all].map(({ parameters, gradients }, l) => ({
    update,
    layers: layersNamed(layers.length)[l] ?? '',
    parameters: relativeDistance(parameters),
    gradients: relativeDistance(gradients),
  }));
}

export function costRow({ update, first, second }: Pair): Row {
  const [ours, theirs] = [mean(first.gradients.costs), mean(second.gradients.costs)];
  return { update, first: ours, second: theirs, apart: ours === theirs ? 0 : Math.abs(ours - theirs) / ours };
}
