import type { Gradients, Network } from '../../src/engine/engine.js';
import type { Written } from '../../src/stage/table-output.js';
import { meanSquaredSingularValue } from '../../src/statistics/jacobian.js';
import { meanSquaredSingularValueOfNormalised } from '../../src/statistics/normalised-jacobian.js';
import { moments } from '../../src/statistics/summary.js';

/** One row a hidden layer (eq. 17 and the ratio named beside it). */
export function jacobianTable(
  network: Network,
  inputs: Float32Array,
  { activations, slopes, preActivations }: Gradients,
): Written {
  const { layers, normalisation } = network.architecture;
  const { weights } = network.parameters();
  const hidden = activations.slice(0, -1);
  const below = [inputs, ...hidden];
  const rows = hidden.map((above, index) => {
    const matrix = weights[index] ?? new Float32Array();
    const fanIn = layers[index] ?? NaN;
    const fanOut = layers[index + 1] ?? NaN;
    const spread = moments(matrix).meanSquare;
    const own = slopes[index] ?? new Float32Array();
    const s = preActivations[index] ?? new Float32Array();
    return {
      layer: index + 1,
      meanSquaredSingularValue:
        normalisation === 'layer'
          ? meanSquaredSingularValueOfNormalised(own, s, matrix, fanIn, fanOut)
          : meanSquaredSingularValue(own, matrix, fanIn, fanOut),
      meanSquareRatio: meanSquare(above) / meanSquare(below[index] ?? inputs),
      theory: fanIn * spread,
      theoryBackward: fanOut * spread,
    };
  });
  return { title: 'How each hidden layer stretches what it is given', rows };
}

function meanSquare(values: Float32Array): number {
  return moments(values).meanSquare;
}
