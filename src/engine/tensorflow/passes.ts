import type { Architecture } from '../engine.js';
import { layerOf } from '../shapes.js';
import { activationFunctions } from './activations.js';
import type { Tensor, TensorFlow } from './library.js';

/** Weights and biases as tensors: [in][out] and [out], layer by layer. */
export interface LayerTensors {
  readonly weights: readonly Tensor[];
  readonly biases: readonly Tensor[];
}

/** Examples as tensors: inputs [n][layers[0]], labels one-hot [n][classes]. */
export interface ExampleTensors {
  readonly inputs: Tensor;
  readonly labels: Tensor;
}

export interface Values {
  /** s of every layer after the input. */
  readonly preActivations: readonly Tensor[];
  /** h of every hidden layer. */
  readonly hidden: readonly Tensor[];
}

/**
 * s = hW + b + δ and h = f(s), layer by layer. The δ, where they are given, are zeros of the shape of s: a derivative by one of them
 * is the derivative by s.
 */
export function forwardPass(
  tf: TensorFlow,
  { activation }: Architecture,
  { weights, biases }: LayerTensors,
  inputs: Tensor,
  shifts?: readonly Tensor[],
): Values {
  const f = activationFunctions[activation];
  const preActivations: Tensor[] = [];
  const hidden: Tensor[] = [];
  weights.forEach((weight, l) => {
    const sums = tf.matMul(hidden[l - 1] ?? inputs, weight);
    const biased = tf.add(sums, layerOf(biases, l));
    const s = shifts === undefined ? biased : tf.add(biased, layerOf(shifts, l));
    preActivations.push(s);
    if (l < weights.length - 1) hidden.push(f(tf, s));
  });
  return { preActivations, hidden };
}

/** f′(s), element by element. */
export function slopesOf(tf: TensorFlow, { activation }: Architecture, s: Tensor): Tensor {
  return tf.grad((x) => activationFunctions[activation](tf, x))(s);
}

/** Each example's cost, [n], from s of the last layer: −log P(label|x), or ½ Σ_c (P(c|x) − [c = label])². */
export function exampleCosts(tf: TensorFlow, { cost }: Architecture, last: Tensor, labels: Tensor): Tensor {
  if (cost === 'crossEntropy') return tf.neg(tf.sum(tf.mul(labels, tf.logSoftmax(last)), 1));
  return tf.mul(0.5, tf.sum(tf.square(tf.sub(tf.softmax(last), labels)), 1));
}

/** [n][classes]: 1 at the label, else 0. */
export function oneHot(tf: TensorFlow, labels: Uint8Array, classes: number): Tensor {
  const values = new Float32Array(labels.length * classes);
  labels.forEach((label, b) => (values[b * classes + label] = 1));
  return tf.tensor(values, [labels.length, classes]);
}
