import type { Parameters } from '../engine.js';
import { connectionsOf } from '../parameters.js';
import { layerOf } from '../shapes.js';
import { tidied, type Tensor, type TensorFlow } from './library.js';
import type { LayerTensors } from './passes.js';

/** Parameters as tensors that stay until they are disposed of. Copied: TensorFlow may go on reading an array it was given. */
export function keptTensors(
  tf: TensorFlow,
  layers: readonly number[],
  { weights, biases }: Parameters,
): LayerTensors {
  const shapes = connectionsOf(layers);
  const kept = (values: Float32Array, shape: readonly number[]) => tf.keep(tf.tensor(values.slice(), shape));
  return tidied(tf, () => ({
    weights: shapes.map(({ fanIn, fanOut }, l) => kept(layerOf(weights, l), [fanIn, fanOut])),
    biases: shapes.map(({ fanOut }, l) => kept(layerOf(biases, l), [fanOut])),
  }));
}

/** The numbers of the tensors, in these arrays. */
export function copyInto(into: Parameters, { weights, biases }: LayerTensors): Parameters {
  weights.forEach((tensor, l) => {
    layerOf(into.weights, l).set(tensor.dataSync());
  });
  biases.forEach((tensor, l) => {
    layerOf(into.biases, l).set(tensor.dataSync());
  });
  return into;
}

export function allOf({ weights, biases }: LayerTensors): readonly Tensor[] {
  return [...weights, ...biases];
}

/** What `allOf` took apart. */
export function layersOf<Item>(all: readonly Item[]): {
  readonly weights: readonly Item[];
  readonly biases: readonly Item[];
} {
  const layers = all.length / 2;
  return { weights: all.slice(0, layers), biases: all.slice(layers) };
}
