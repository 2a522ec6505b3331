import test from 'ava';
import fc from 'fast-check';
import { percentileOfMagnitude } from '../../src/statistics/percentile.js';

test('the percentile is the value at its rank among the sorted magnitudes', (t) => {
  const floats = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
    minLength: 1,
    maxLength: 200,
  });
  fc.assert(
    fc.property(floats, fc.integer({ min: 1, max: 100 }), (values, percent) => {
      const sorted = values.map(Math.abs).sort((a, b) => a - b);
      const expected = sorted[Math.ceil((values.length * percent) / 100) - 1];
      return percentileOfMagnitude(Float32Array.from(values), percent) === expected;
    }),
  );
  t.pass();
});

test('a part of a larger array is read alone', (t) => {
  const all = Float32Array.of(9, 1, -2, 3, 9);
  t.is(percentileOfMagnitude(all.subarray(1, 4), 50), 2);
});

test('there is no percentile of nothing', (t) => {
  t.is(percentileOfMagnitude(new Float32Array(0), 98), NaN);
});
