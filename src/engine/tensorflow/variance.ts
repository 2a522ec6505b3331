import { layerOf } from '../shapes.js';
import { tidied, type Tensor, type TensorFlow } from './library.js';

/** Of the gradients seen so far: how many, their means, and their sums of squared deviations. */
interface Moments {
  readonly count: number;
  readonly means: readonly Tensor[];
  readonly deviations: readonly Tensor[];
}

/** Of each parameter the population variance of `count` gradients; what `gradient` makes is given back before the next. */
export function variances(
  tf: TensorFlow,
  count: number,
  gradient: (index: number) => readonly Tensor[],
): readonly Float32Array[] {
  let moments: Moments = { count: 0, means: [], deviations: [] };
  for (let index = 0; index < count; index++) {
    const next = tidied(tf, () => observed(tf, moments, gradient(index)));
    tf.dispose([...moments.means, ...moments.deviations]);
    moments = next;
  }
  const numbers = tidied(tf, () => moments.deviations.map((sum) => tf.div(sum, count).dataSync()));
  tf.dispose([...moments.means, ...moments.deviations]);
  return numbers;
}

/** One more gradient (Welford 1962): δ = g − m, m ← m + δ/k, M ← M + δ·(g − m). The new moments are kept. */
function observed(tf: TensorFlow, before: Moments, gradient: readonly Tensor[]): Moments {
  const count = before.count + 1;
  const known = count > 1 ? before : { ...before, ...zeros(tf, gradient) };
  const deltas = gradient.map((g, p) => tf.sub(g, layerOf(known.means, p)));
  const means = deltas.map((delta, p) => tf.add(layerOf(known.means, p), tf.div(delta, count)));
  const deviations = deltas.map((delta, p) => {
    const after = tf.sub(layerOf(gradient, p), layerOf(means, p));
    return tf.add(layerOf(known.deviations, p), tf.mul(delta, after));
  });
  const kept = (tensors: readonly Tensor[]) => tensors.map((tensor) => tf.keep(tensor));
  return { count, means: kept(means), deviations: kept(deviations) };
}

function zeros(tf: TensorFlow, like: readonly Tensor[]): Pick<Moments, 'means' | 'deviations'> {
  const none = like.map((tensor) => tf.zerosLike(tensor));
  return { means: none, deviations: none };
}
