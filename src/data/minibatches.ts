import { permutation } from '../random/permutation.js';
import { BadInput } from '../stage/problem.js';
import { type Examples, type ExamplesDescription, valuesPerExample } from './examples.js';

export const orders = ['sequential', 'shuffled'] as const;
export type Order = (typeof orders)[number];

/**
 * Writes elements [first, first + labels.length) of the training sequence: `inputs` is [n][channels × height × width] in the
 * examples' range, `labels` holds class indices. Any range alone, in any order.
 */
export type MinibatchReader = (first: number, inputs: Float32Array, labels: Uint8Array) => void;

/**
 * The training sequence. Of a stream it is the examples themselves; n examples are gone through again and again, either
 * as they are or, shuffled, in another order in each epoch e: permutation(seed, 'minibatch order', e, n).
 */
export function minibatchReader(
  examples: Examples,
  { seed, order }: { readonly seed: number; readonly order: Order },
): MinibatchReader {
  const exampleAt = exampleOrder(examples, seed, order);
  const inputOf = inputLevels(examples.description);
  const image = new Uint8Array(valuesPerExample(examples.description));
  const label = new Uint8Array(1);
  return (first, inputs, labels) => {
    for (let index = 0; index < labels.length; index += 1) {
      examples.read(exampleAt(first + index), image, label);
      labels[index] = label[0] ?? 0;
      writeInputs(image, inputOf, inputs, index * image.length);
    }
  };
}

/**
 * The first `count` examples as inputs [count][channels × height × width] and class indices.
 * Throws BadInput where there are not so many.
 */
export function readAll(
  examples: Examples,
  count: number,
): { readonly inputs: Float32Array; readonly labels: Uint8Array } {
  checkCount(examples, count);
  const images = new Uint8Array(count * valuesPerExample(examples.description));
  const labels = new Uint8Array(count);
  examples.read(0, images, labels);
  const inputs = new Float32Array(images.length);
  writeInputs(images, inputLevels(examples.description), inputs, 0);
  return { inputs, labels };
}

/** Throws BadInput where there are fewer examples than `count`. */
export function checkCount(examples: Examples, count: number): void {
  if (count <= examples.count) return;
  throw new BadInput({
    place: examples.description.title,
    rule: `has only ${examples.count} examples; ${count} are asked for.`,
    remedy: `Ask for at most ${examples.count}.`,
  });
}

function exampleOrder({ count }: Examples, seed: number, order: Order): (position: number) => number {
  if (count === Infinity) return (position) => position;
  if (order === 'sequential') return (position) => position % count;
  let epoch = -1;
  let shuffled: Uint32Array = new Uint32Array();
  return (position) => {
    const at = Math.floor(position / count);
    if (at !== epoch) [epoch, shuffled] = [at, permutation(seed, 'minibatch order', at, count)];
    return shuffled[position % count] ?? 0;
  };
}

/** The input that each of the 256 levels becomes: low + (high − low)·grey/255. */
function inputLevels({ range: [low, high] }: ExamplesDescription): Float32Array {
  return Float32Array.from({ length: 256 }, (_, grey) => low + ((high - low) * grey) / 255);
}

function writeInputs(images: Uint8Array, inputOf: Float32Array, inputs: Float32Array, offset: number): void {
  for (let pixel = 0; pixel < images.length; pixel += 1)
    inputs[offset + pixel] = inputOf[images[pixel] ?? 0] ?? 0;
}
