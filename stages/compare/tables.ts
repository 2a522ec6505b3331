import type { Row, Table } from '../../src/artifact/table.js';
import type { Cost } from '../../src/engine/engine.js';
import { layerOf } from '../../src/engine/shapes.js';
import { costTitles, numbers, text } from '../../src/statistics/columns.js';
import { relativeDistance, squaresOf, together } from '../../src/statistics/distance.js';
import { mean } from '../../src/statistics/mean.js';
import type { Computer } from './declaration.js';
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
    layers: l < layers.length ? `layer ${l + 1}` : 'all layers',
    parameters: relativeDistance(parameters),
    gradients: relativeDistance(gradients),
  }));
}

export function distancesTable(rows: readonly Row[], [first, second]: readonly Computer[]): Table {
  const columns = [
    ...numbers({ update: 'updates' }),
    text('layers', 'which parameters: weights and biases of a layer, or all'),
    ...numbers({
      parameters: `‖θ − θ′‖/‖θ‖ of the parameters, θ of ${first ?? ''} and θ′ of ${second ?? ''}`,
      gradients: `‖g − g′‖/‖g‖ of the mean gradients by the parameters, each at its own parameters`,
    }),
  ];
  return { description: { title: 'How far two engines come apart', columns }, rows };
}

export function costRow({ update, first, second }: Pair): Row {
  const [ours, theirs] = [mean(first.gradients.costs), mean(second.gradients.costs)];
  return { update, first: ours, second: theirs, apart: ours === theirs ? 0 : Math.abs(ours - theirs) / ours };
}

export function costsTable(rows: readonly Row[], [first, second]: readonly Computer[], cost: Cost): Table {
  const columns = numbers({
    update: 'updates',
    first: `mean cost ${costTitles[cost]} with ${first ?? ''}`,
    second: `mean cost ${costTitles[cost]} with ${second ?? ''}`,
    apart: "difference of the costs, as a part of the first's",
  });
  return { description: { title: 'Costs of two engines', columns }, rows };
}
