import type { Table } from '../../src/artifact/table.js';
import type { Gradients, Network } from '../../src/engine/engine.js';
import { numbers } from '../../src/statistics/columns.js';
import { meanSquaredSingularValue } from '../../src/statistics/jacobian.js';
import { moments } from '../../src/statistics/summary.js';

const columns = numbers({
  layer: 'layer i + 1, whose activations are seen as a function of those of layer i (0 is the input)',
  meanSquaredSingularValue: 'mean squared singular value of ∂z^{i+1}/∂z^i',
  meanSquareRatio:
    "mean square of the activations of layer i + 1 over that of layer i: the ratio of their variances where they are about zero, as tanh's and softsign's",
  theory: 'fan-in · E[W²]: the ratio of mean squares that a linear layer would have (eq. 5)',
  theoryBackward:
    'fan-out · E[W²]: the ratio of back-propagated gradient variances below and above it (eq. 6)',
});

/** One row a hidden layer (eq. 17 and the ratio named beside it). */
export function jacobianTable(
  network: Network,
  inputs: Float32Array,
  { activations, slopes }: Gradients,
): Table {
  const { layers } = network.architecture;
  const { weights } = network.parameters();
  const hidden = activations.slice(0, -1);
  const below = [inputs, ...hidden];
  const rows = hidden.map((above, index) => {
    const matrix = weights[index] ?? new Float32Array();
    const fanIn = layers[index] ?? NaN;
    const fanOut = layers[index + 1] ?? NaN;
    const spread = moments(matrix).meanSquare;
    return {
      layer: index + 1,
      meanSquaredSingularValue: meanSquaredSingularValue(
        slopes[index] ?? new Float32Array(),
        matrix,
        fanIn,
        fanOut,
      ),
      meanSquareRatio: meanSquare(above) / meanSquare(below[index] ?? inputs),
      theory: fanIn * spread,
      theoryBackward: fanOut * spread,
    };
  });
  return { description: { title: 'How each hidden layer stretches what it is given', columns }, rows };
}

function meanSquare(values: Float32Array): number {
  return moments(values).meanSquare;
}
