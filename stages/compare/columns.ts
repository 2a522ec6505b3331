import type { Json } from '../../src/artifact/json.js';
import type { Column } from '../../src/artifact/table.js';
import type { Cost } from '../../src/engine/engine.js';
import { costTitle, numbers, text } from '../../src/statistics/columns.js';

/** The words for which layers' parameters a row is about: each layer's, then all. */
export function layersNamed(count: number): readonly string[] {
  return [...Array.from({ length: count }, (_, layer) => `layer ${layer + 1}`), 'all layers'];
}

/** `layers` are the network's units per layer, where they are known; the engines are named. */
export function distanceColumns(
  [first = '', second = '']: readonly string[],
  layers: Json | undefined,
): readonly Column[] {
  const names = Array.isArray(layers) ? layersNamed(layers.length - 1) : undefined;
  return [
    ...numbers({ update: 'updates' }),
    text('layers', 'which parameters: weights and biases of a layer, or all', names),
    ...numbers({
      parameters: `‖θ − θ′‖/‖θ‖ of the parameters, θ of ${first} and θ′ of ${second}`,
      gradients: `‖g − g′‖/‖g‖ of the mean gradients by the parameters, each at its own parameters`,
    }),
  ];
}

export function costColumns([first = '', second = '']: readonly string[], cost: Cost): readonly Column[] {
  return numbers({
    update: 'updates',
    first: `${costTitle('mean cost', cost)} with ${first}`,
    second: `${costTitle('mean cost', cost)} with ${second}`,
    apart: "difference of the costs, as a part of the first's",
  });
}
