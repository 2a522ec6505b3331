import test from 'ava';
import fc from 'fast-check';
import { permutation } from '../../src/random/permutation.js';

test('holds every number once', (t) => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.nat(300), (seed, count) => {
      const sorted = [...permutation(seed, 'minibatch order', 0, count)].sort((a, b) => a - b);
      t.deepEqual(
        sorted,
        Array.from({ length: count }, (_, index) => index),
      );
    }),
  );
});

test('all orders come up equally often', (t) => {
  const seen = new Map<string, number>();
  const items = 24_000;
  for (let item = 0; item < items; item += 1) {
    const order = permutation(1, 'minibatch order', item, 4).join();
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  t.is(seen.size, 24);
  const chiSquare = [...seen.values()].reduce((sum, times) => sum + (times - 1000) ** 2 / 1000, 0);
  t.true(chiSquare < 49.7, `χ² with 23 degrees of freedom: ${chiSquare}`);
});

test('is pinned', (t) => {
  t.deepEqual([...permutation(1, 'minibatch order', 0, 10)], [8, 0, 4, 7, 5, 2, 3, 6, 9, 1]);
});
