import type { Activation } from '../engine.js';
import type { Tensor, TensorFlow } from './library.js';

/**
 * f of the hidden layers, from TensorFlow's operations; f′ is always TensorFlow's own derivative of these. Where its operation of
 * that name has another slope at the kink than `activations` says (selu, hardTanh), it is put together from others.
 */
export const activationFunctions: Readonly<Record<Activation, (tf: TensorFlow, s: Tensor) => Tensor>> = {
  sigmoid: (tf, s) => tf.sigmoid(s),
  tanh: (tf, s) => tf.tanh(s),
  softsign: (tf, s) => tf.div(s, tf.add(tf.abs(s), 1)),
  linear: (tf, s) => tf.clone(s),
  relu: (tf, s) => tf.relu(s),
  leakyRelu: (tf, s) => tf.leakyRelu(s, 0.01),
  elu: (tf, s) => tf.elu(s),
  selu: (tf, s) => {
    const below = tf.expm1(tf.neg(tf.relu(tf.neg(s))));
    return tf.add(tf.mul(scale, tf.maximum(s, 0)), tf.mul(scale * alpha, below));
  },
  gelu: (tf, s) => tf.mul(s, tf.mul(0.5, tf.add(tf.erf(tf.mul(s, Math.SQRT1_2)), 1))),
  silu: (tf, s) => tf.mul(s, tf.sigmoid(s)),
  softplus: (tf, s) => tf.softplus(s),
  hardTanh: (tf, s) => tf.minimum(1, tf.maximum(-1, s)),
  scaledTanh: (tf, s) => tf.mul(1.7159, tf.tanh(tf.mul(2 / 3, s))),
};

/** selu's constants (Klambauer et al. 2017). */
const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;
