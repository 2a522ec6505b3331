import type { Adam, Descent, Momentum } from '../engine.js';
import { layerOf } from '../shapes.js';
import type { Tensor, TensorFlow } from './library.js';
import { allOf, layersOf } from './parameters.js';
import type { LayerTensors } from './passes.js';

/** A rule with its rates as tensors, where it has one for each parameter. */
export type TensorRule = Momentum | Adam | (Omit<Descent, 'rate'> & { readonly rate: number | LayerTensors });

/** The parameters and the rule's slots after an update, all kept. */
export interface Stepped {
  readonly parameters: LayerTensors;
  readonly slots: readonly LayerTensors[];
}

/** One parameter tensor with the rule's slots of it. */
interface Place {
  readonly theta: Tensor;
  readonly slots: readonly Tensor[];
}

/** Update t, from 1, of the parameters by their mean gradients. */
export function stepped(
  tf: TensorFlow,
  rule: TensorRule,
  t: number,
  { parameters, slots }: Stepped,
  gradients: LayerTensors,
): Stepped {
  const g = allOf(gradients);
  const before = slots.map(allOf);
  const places = allOf(parameters).map((theta, p) => {
    const place = { theta, slots: before.map((slot) => layerOf(slot, p)) };
    return steppedPlace(tf, rule, t, place, layerOf(g, p), p);
  });
  const kept = (of: (place: Place) => Tensor) => layersOf(places.map((place) => tf.keep(of(place))));
  return {
    parameters: kept(({ theta }) => theta),
    slots: before.map((_, k) => kept((place) => layerOf(place.slots, k))),
  };
}

function steppedPlace(
  tf: TensorFlow,
  rule: TensorRule,
  t: number,
  { theta, slots }: Place,
  g: Tensor,
  p: number,
): Place {
  const less = (step: Tensor, rate: Tensor | number) => tf.sub(theta, tf.mul(step, rate));
  switch (rule.kind) {
    case 'sgd':
      return {
        theta: less(g, typeof rule.rate === 'number' ? rule.rate : layerOf(allOf(rule.rate), p)),
        slots,
      };
    case 'momentum': {
      const v = tf.add(tf.mul(layerOf(slots, 0), rule.momentum), g);
      return { theta: less(rule.nesterov ? tf.add(g, tf.mul(v, rule.momentum)) : v, rule.rate), slots: [v] };
    }
    case 'adam': {
      const mean = (slot: number, beta: number, of: Tensor) =>
        tf.add(tf.mul(layerOf(slots, slot), beta), tf.mul(of, 1 - beta));
      const [m, v] = [mean(0, rule.beta1, g), mean(1, rule.beta2, tf.square(g))];
      const [mHat, vHat] = [tf.div(m, 1 - rule.beta1 ** t), tf.div(v, 1 - rule.beta2 ** t)];
      return { theta: less(tf.div(mHat, tf.add(tf.sqrt(vHat), rule.epsilon)), rule.rate), slots: [m, v] };
    }
  }
}
