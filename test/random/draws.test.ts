import test from 'ava';
import fc from 'fast-check';
import { Draws } from '../../src/random/draws.js';
import { philox } from '../../src/random/philox.js';
import { purposes } from '../../src/random/purposes.js';

const integer = fc.maxSafeNat();

function words(count: number, draws: Draws): number[] {
  return Array.from({ length: count }, () => draws.uint32());
}

test('draws are Philox blocks: counter [block, item low, item high, purpose], key [seed low, seed high]', (t) => {
  fc.assert(
    fc.property(integer, integer, (seed, item) => {
      const [first, second] = [new Uint32Array(4), new Uint32Array(4)];
      const half = (value: number) => [value % 2 ** 32, Math.floor(value / 2 ** 32)] as const;
      const [[itemLow, itemHigh], [seedLow, seedHigh]] = [half(item), half(seed)];
      philox(first, 0, itemLow, itemHigh, purposes.split, seedLow, seedHigh);
      philox(second, 1, itemLow, itemHigh, purposes.split, seedLow, seedHigh);
      t.deepEqual(words(8, new Draws(seed, 'split', item)), [...first, ...second]);
    }),
  );
});

test('any draw alone is the draw on the way', (t) => {
  fc.assert(
    fc.property(integer, fc.nat(40), (item, draw) => {
      const alone = new Draws(1, 'weights', 0);
      alone.moveTo(item, draw);
      t.deepEqual([alone.uint32()], words(draw + 1, new Draws(1, 'weights', item)).slice(draw));
    }),
  );
});

test('another seed, purpose or item gives other draws', (t) => {
  const all = [
    new Draws(0, 'split', 0),
    new Draws(1, 'split', 0),
    new Draws(2 ** 32, 'split', 0),
    new Draws(0, 'weights', 0),
    new Draws(0, 'split', 1),
    new Draws(0, 'split', 2 ** 32),
  ];
  t.is(new Set(all.map((draws) => words(4, draws).join())).size, all.length);
});

test('purposes have distinct numbers that never change', (t) => {
  t.deepEqual(purposes, {
    'train images': 1,
    'validation images': 2,
    'test images': 3,
    weights: 4,
    'minibatch order': 5,
    split: 6,
    'spot audit': 8,
    connections: 7,
    'random examples': 32,
    corruption: 40,
  });
});

test('below(n) is in range and takes each value equally often', (t) => {
  const draws = new Draws(1, 'split', 0);
  const [n, count] = [7, 70_000];
  const seen = new Uint32Array(n);
  for (let index = 0; index < count; index += 1) {
    const value = draws.below(n);
    seen[value] = (seen[value] ?? 0) + 1;
  }
  t.is(
    seen.reduce((sum, times) => sum + times),
    count,
  );
  const chiSquare = seen.reduce((sum, times) => sum + (times - count / n) ** 2 / (count / n), 0);
  t.true(chiSquare < 22.5, `χ² with 6 degrees of freedom: ${chiSquare}`);
});

test('below(n) passes over the words that would favour some values', (t) => {
  const n = 3 * 2 ** 30;
  const draws = new Draws(5, 'split', 0);
  const kept = words(400, new Draws(5, 'split', 0)).filter((word) => word < n);
  t.true(kept.length < 400);
  t.deepEqual(
    kept.map(() => draws.below(n)),
    kept,
  );
});

test('below(n) refuses an empty range and one wider than a word', (t) => {
  for (const bad of [0, -1, 2 ** 32 + 1]) {
    t.throws(() => new Draws(0, 'split', 0).below(bad), { instanceOf: RangeError });
  }
});

test('uniform() is the word over 2³²', (t) => {
  const uniform = new Draws(3, 'split', 9);
  for (const word of words(20, new Draws(3, 'split', 9))) t.is(uniform.uniform(), word / 2 ** 32);
});

test('a seed or item that is no integer in [0, 2⁵³) is refused', (t) => {
  for (const bad of [-1, 0.5, 2 ** 53, Number.NaN]) {
    t.throws(() => new Draws(bad, 'split', 0), { instanceOf: RangeError, message: /^seed/ });
    t.throws(() => new Draws(0, 'split', bad), { instanceOf: RangeError, message: /^item/ });
  }
});

test('an item ends after 2³⁴ draws instead of repeating itself', (t) => {
  const draws = new Draws(0, 'split', 0);
  draws.moveTo(0, 2 ** 34 - 1);
  t.notThrows(() => draws.uint32());
  t.throws(() => draws.uint32(), { instanceOf: RangeError });
});
