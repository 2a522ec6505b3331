import type { DifferentiableFunction } from './activation.js';
import { fieldOf, type Field } from './field.js';
import { grouped } from './grouped.js';
import { meanSquaredProbabilities } from './softmax.js';
import type { LayerWeights } from './weights.js';

/** One example on its way through a random network. */
export interface ForwardPass {
  /** Of each hidden layer. */
  readonly fields: readonly Field[];
  /** Of the last layer's pre-activations. */
  readonly outputVariance: number;
}

/** q¹ = Var W¹·Σx²; q^{l+1} = n·Var W·∫Dz f(√q^l z)², n the inputs (Poole et al. 2016, without biases). */
export function forwardPass(
  activation: DifferentiableFunction,
  weights: readonly LayerWeights[],
  squaredNorm: number,
): ForwardPass {
  const fields: Field[] = [];
  let variance = (weights[0]?.variance ?? NaN) * squaredNorm;
  for (const { fanIn, variance: next } of weights.slice(1)) {
    const field = fieldOf(activation, variance);
    fields.push(field);
    variance = fanIn * next * field.meanSquare;
  }
  return { fields, outputVariance: variance };
}

/** The mean over classes of (∂C/∂s)² at the output, of each example: |P − onehot|²/K is (1 − 2/K + ΣP²)/K, since P has the mean 1/K. */
export function outputGradients(passes: readonly ForwardPass[], classes: number): Float64Array {
  const variances = Float64Array.from(passes, ({ outputVariance }) => outputVariance);
  return grouped(variances, (variance) => meanSquaredProbabilities(variance, classes)).map(
    (squares) => (1 - 2 / classes + squares) / classes,
  );
}

/**
 * The mean square of ∂C/∂s in each layer: that of layer l is m·Var W·∫Dz f′(√q^l z)² times that of layer l + 1, W between them and
 * m the units above (Schoenholz et al. 2017; equation 6 of the paper for f′ = 1).
 */
export function backwardPass(
  { fields }: ForwardPass,
  weights: readonly LayerWeights[],
  outputGradient: number,
): readonly number[] {
  let square = outputGradient;
  const squares = [square];
  for (let layer = fields.length - 1; layer >= 0; layer--) {
    const { fanOut, variance } = weights[layer + 1] ?? { fanOut: NaN, variance: NaN };
    square *= fanOut * variance * (fields[layer]?.slopeSquare ?? NaN);
    squares.unshift(square);
  }
  return squares;
}
