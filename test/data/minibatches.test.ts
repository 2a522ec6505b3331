import test from 'ava';
import fc from 'fast-check';
import type { Examples } from '../../src/data/examples.js';
import { minibatchReader, orders, readAll, type Order } from '../../src/data/minibatches.js';
import { permutation } from '../../src/random/permutation.js';
import { BadInput } from '../../src/stage/problem.js';

/** Images of 1 × 2 pixels, both of the example's number modulo 256; the label is the number modulo 10. */
function examplesOf(count: number, range: readonly [number, number] = [0, 1]): Examples {
  return {
    description: { title: 'Test', height: 1, width: 2, classes: [...Array(10).keys()].map(String), range },
    count,
    read: (first, images, labels) => {
      for (const index of labels.keys()) {
        images.fill((first + index) % 256, 2 * index, 2 * index + 2);
        labels[index] = (first + index) % 10;
      }
    },
  };
}

/** The numbers of the examples at places first … of the sequence. */
function sequence(examples: Examples, order: Order, first: number, count: number): number[] {
  const [inputs, labels] = [new Float32Array(2 * count), new Uint8Array(count)];
  minibatchReader(examples, { seed: 1, order })(first, inputs, labels);
  const numbers = Array.from(labels, (_, index) => Math.round((inputs[2 * index + 1] ?? 0) * 255));
  numbers.forEach((number, index) => {
    if (labels[index] !== number % 10) throw new Error('a label is not its image’s');
  });
  return numbers;
}

test('a stream is read as it comes, whatever the order', (t) => {
  for (const order of orders) t.deepEqual(sequence(examplesOf(Infinity), order, 5, 4), [5, 6, 7, 8]);
});

test('sequential: the examples again and again', (t) => {
  t.deepEqual(sequence(examplesOf(3), 'sequential', 2, 6), [2, 0, 1, 2, 0, 1]);
});

test('shuffled: each epoch in the order of its own permutation', (t) => {
  const epochs = [0, 1, 2].map((epoch) => [...permutation(1, 'minibatch order', epoch, 40)]);
  t.deepEqual(sequence(examplesOf(40), 'shuffled', 0, 120), epochs.flat());
});

test('any range of the sequence alone is what it is among all', (t) => {
  for (const order of orders) {
    const all = sequence(examplesOf(30), order, 0, 200);
    fc.assert(
      fc.property(fc.nat(150), fc.nat(50), (first, count) => {
        t.deepEqual(sequence(examplesOf(30), order, first, count), all.slice(first, first + count));
      }),
    );
  }
});

test('going back to an earlier epoch gives its order again', (t) => {
  const read = minibatchReader(examplesOf(20), { seed: 1, order: 'shuffled' });
  const [inputs, again, labels] = [new Float32Array(40), new Float32Array(40), new Uint8Array(20)];
  read(0, inputs, labels);
  read(60, again, labels);
  t.notDeepEqual(again, inputs);
  read(0, again, labels);
  t.deepEqual(again, inputs);
});

test('grey levels 0 and 255 become the ends of the range, and those between are in proportion', (t) => {
  for (const [low, high] of [
    [0, 1],
    [-1, 1],
  ] as const) {
    const { inputs } = readAll(examplesOf(Infinity, [low, high]), 256);
    const expected = Array.from({ length: 256 }, (_, grey) => Math.fround(low + (grey * (high - low)) / 255));
    t.deepEqual(
      [...inputs].filter((_, index) => index % 2 === 0),
      expected,
    );
    t.is(inputs.at(-1), high);
  }
});

test('readAll gives the first examples with their labels', (t) => {
  const { inputs, labels } = readAll(examplesOf(12), 11);
  t.deepEqual([...labels], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
  t.is(inputs.length, 22);
  t.is(inputs[21], Math.fround(10 / 255));
});

test('to ask for more examples than there are is bad input', (t) => {
  t.throws(() => readAll(examplesOf(12), 13), { instanceOf: BadInput, message: /12/ });
});
