import type { Engine } from '../../src/engine/engine.js';
import type { ClassExamples } from './by-class.js';

/**
 * Inner products of images with all examples of a class: [n][count], in whole numbers. Grey levels less 128 are at most 2⁷, so a
 * sum of 1024 products is at most 2²⁴ and a float holds it and every part of it exactly: the products are right to the last bit,
 * whatever the engine's order of additions. Of larger images, pieces of 1024 inputs are summed in double.
 */
export type Products = (images: Uint8Array) => Float64Array;

const pieceLength = 1024;
/** Grey levels are counted from here. */
export const middle = 128;

/**
 * A linear network whose weights are the examples has their inner products with its input as pre-activations. What is handed out is
 * valid until the next use.
 */
export function productsWith({ images: own, count }: ClassExamples, engine: Engine): Products {
  const pixels = own.length / count;
  const starts = Array.from({ length: Math.ceil(pixels / pieceLength) }, (_, index) => index * pieceLength);
  const pieces = starts.map((start) => {
    const length = Math.min(pieceLength, pixels - start);
    return { start, length, network: pieceNetwork(engine, centred(own, pixels, start, length), length) };
  });
  let products = new Float64Array();
  return (images) => {
    const labels = new Uint8Array(images.length / pixels);
    if (products.length !== labels.length * count) products = new Float64Array(labels.length * count);
    products.fill(0);
    for (const { start, length, network } of pieces) {
      const [sums = new Float32Array()] = network.forward(
        centred(images, pixels, start, length),
        labels,
      ).preActivations;
      for (let at = 0; at < sums.length; at += 1) products[at] = (products[at] ?? NaN) + (sums[at] ?? NaN);
    }
    return products;
  };
}

/** Inputs [start, start + length) of every image, about 0: [n][length]. */
function centred(images: Uint8Array, pixels: number, start: number, length: number): Float32Array {
  const inputs = new Float32Array((images.length / pixels) * length);
  for (let at = 0, image = start; at < inputs.length; image += pixels)
    for (let input = 0; input < length; input += 1, at += 1)
      inputs[at] = (images[image + input] ?? NaN) - middle;
  return inputs;
}

/** One hidden unit for each example; the engine wants an output too, which nobody reads. */
function pieceNetwork(engine: Engine, examples: Float32Array, inputs: number): ReturnType<Engine['create']> {
  const count = examples.length / inputs;
  const weights = new Float32Array(examples.length);
  for (let example = 0; example < count; example += 1)
    for (let input = 0; input < inputs; input += 1)
      weights[input * count + example] = examples[example * inputs + input] ?? NaN;
  return engine.create(
    { layers: [inputs, count, 1], activation: 'linear', cost: 'crossEntropy' },
    {
      weights: [weights, new Float32Array(count)],
      biases: [new Float32Array(count), new Float32Array(1)],
    },
  );
}
