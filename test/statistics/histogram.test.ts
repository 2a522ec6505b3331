import test from 'ava';
import fc from 'fast-check';
import { binsOf, histogram, roundedUp } from '../../src/statistics/histogram.js';

test('each value is counted in the bin that holds it, the greatest in the last', (t) => {
  const { counts } = histogram(Float32Array.of(-1, -0.75, -0.5, 0, 0.25, 1), -1, 1, 4);
  t.deepEqual([...counts], [2, 1, 2, 1]);
});

test('values beyond the bins are in none, but the density is of all values', (t) => {
  const bins = binsOf(histogram(Float32Array.of(-9, 0.5, 9, 0.5), -1, 1, 2));
  t.deepEqual(bins, [
    { low: -1, high: 0, count: 0, density: 0 },
    { low: 0, high: 1, count: 2, density: 0.5 },
  ]);
});

test('bins lie edge to edge from low to high', (t) => {
  const bins = binsOf(histogram(new Float32Array(1), -0.3, 0.3, 100));
  t.is(bins[0]?.low, -0.3);
  t.is(bins.at(-1)?.high, 0.3);
  t.true(bins.slice(1).every(({ low }, index) => low === bins[index]?.high));
});

test('a bound is rounded up to one significant digit', (t) => {
  t.deepEqual([0.0123, 0.02, 0.95, 1, 1.01, 449, 0, NaN].map(roundedUp), [0.02, 0.02, 1, 1, 2, 500, 1, 1]);
  fc.assert(
    fc.property(fc.double({ min: 1e-30, max: 1e30, noNaN: true }), (value) => {
      const rounded = roundedUp(value);
      return rounded >= value && rounded <= 2 * value && Number(rounded.toExponential(0)) === rounded;
    }),
  );
});
