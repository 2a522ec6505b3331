import test from 'ava';
import fc from 'fast-check';
import { holmAdjusted } from '../../../src/claim/significance/holm.js';

test('the least of four p-values is multiplied by four, the next by three, and none falls below the one before', (t) => {
  // 4 × 0.005, 3 × 0.01, then 2 × 0.03 and, since 1 × 0.04 is less, 0.06 again.
  t.deepEqual(holmAdjusted([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02]);
  t.deepEqual(holmAdjusted([0.5, 0.6]), [1, 1]);
  t.deepEqual(holmAdjusted([0.25]), [0.25]);
  t.deepEqual(holmAdjusted([]), []);
});

test('a test that says nothing is no comparison', (t) => {
  t.deepEqual(holmAdjusted([NaN, 0.125, 0.25]), [NaN, 0.25, 0.25]);
});

test('what is below a level after the adjustment is what Holm’s step-down procedure rejects at it', (t) => {
  const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
  fc.assert(
    fc.property(ps, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (values, level) => {
      const ascending = [...values].sort((a, b) => a - b);
      const first = ascending.findIndex((p, rank) => !((values.length - rank) * p < level));
      const rejected = first < 0 ? values.length : first;
      t.is(holmAdjusted(values).filter((p) => p < level).length, rejected);
    }),
  );
});
