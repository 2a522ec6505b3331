import type { Architecture } from '../engine.js';
import { layerOf } from '../shapes.js';
import type { Tensor, TensorFlow } from './library.js';
import { forwardPass, oneHot, slopesOf, type LayerTensors } from './passes.js';

/** ∂²C/∂W² and ∂²C/∂b² in the approximation of `Network.curvature`, means over the examples. */
export function meanCurvature(
  tf: TensorFlow,
  architecture: Architecture,
  parameters: LayerTensors,
  inputs: Tensor,
): LayerTensors {
  const [examples = 0] = inputs.shape;
  const { preActivations, hidden } = forwardPass(tf, architecture, parameters, inputs);
  const curvatures = layerCurvatures(tf, architecture, parameters, preActivations);
  return {
    weights: curvatures.map((q, l) =>
      tf.div(tf.matMul(tf.square(hidden[l - 1] ?? inputs), q, true), examples),
    ),
    biases: curvatures.map((q) => tf.mean(q, 0)),
  };
}

/** ∂²C/∂s² per layer, [n][units]: of a hidden unit f′(s_i)² Σ_o W_io² ∂²C/∂s_o². */
function layerCurvatures(
  tf: TensorFlow,
  architecture: Architecture,
  { weights }: LayerTensors,
  preActivations: readonly Tensor[],
): readonly Tensor[] {
  const top = preActivations.length - 1;
  let q = outputCurvature(tf, architecture, layerOf(preActivations, top));
  const curvatures = [q];
  for (let l = top; l > 0; l--) {
    const slopes = slopesOf(tf, architecture, layerOf(preActivations, l - 1));
    const propagated = tf.matMul(q, tf.square(layerOf(weights, l)), false, true);
    q = tf.mul(tf.square(slopes), propagated);
    curvatures.unshift(q);
  }
  return curvatures;
}

/**
 * ∂²C/∂s² of the last layer, [n][classes], from TensorFlow's Jacobian of the softmax: ∂P_c/∂s_c, which is all of the
 * cross-entropy's; Σ_k (∂P_k/∂s_c)² of the quadratic cost.
 */
function outputCurvature(tf: TensorFlow, { cost }: Architecture, last: Tensor): Tensor {
  const [examples = 0, classes = 0] = last.shape;
  const terms = Array.from({ length: classes }, (_, k) => {
    const row = tf.grad((s) => tf.slice(tf.softmax(s), [0, k], [examples, 1]))(last);
    return cost === 'quadratic' ? tf.square(row) : tf.mul(row, oneHot(tf, Uint8Array.of(k), classes));
  });
  return tf.addN(terms);
}
