import test from 'ava';
import fc from 'fast-check';
import { openEngine } from '../../../src/engine/open.js';
import { decay } from '../../../stages/svm/kernel.js';
import { productsWith } from '../../../stages/svm/products.js';
import { times } from '../../thorough.js';
import { images, ofClass, pairOf } from './small-classes.js';

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, grey, index) => sum + (grey - (b[index] ?? NaN)) ** 2, 0);
}

for (const [pixels, extremes] of [
  [5, false],
  [1024, true],
  [3072, true],
] as const)
  test(`inner products of images with ${pixels} pixels are whole numbers, exactly`, async (t) => {
    const own = extremes ? [Array<number>(pixels).fill(0), Array<number>(pixels).fill(255)] : [];
    const all = [...own, ...images(4, pixels, 1)];
    const engine = await openEngine({ engine: 'portable', arithmetic: 'portable' }, () => 1);
    const products = productsWith(ofClass(0, all), engine)(Uint8Array.from(all.flat()));
    const expected = all.flatMap((a) =>
      all.map((b) => a.reduce((sum, grey, i) => sum + (grey - 128) * ((b[i] ?? NaN) - 128), 0)),
    );
    t.deepEqual(Array.from(products), expected);
  });

test('the kernel is exp(−γ‖a − b‖²), to the accuracy of a float', async (t) => {
  const [first, second] = [images(3, 40, 1), images(4, 40, 2)];
  const [one, other] = await pairOf(first, second, 0.7);
  for (const [kernel, theirs] of [
    [one.kernel, first],
    [other.kernel, second],
  ] as const) {
    const values = Array.from(kernel.evaluate(one.images));
    const expected = first.flatMap((a) =>
      theirs.map((b) => Math.exp((-0.7 * squaredDistance(a, b)) / 255 ** 2)),
    );
    for (const [index, value] of values.entries()) {
      const exact = expected[index] ?? NaN;
      t.true(Math.abs(value - exact) <= exact * 2 ** -23.9, `${value} and ${exact}`);
    }
  }
});

test('a distance of 0 gives 1, and none gives more', (t) => {
  const farthest = 1024 * 255 * 255;
  fc.assert(
    fc.property(
      fc.double({ min: 1e-9, max: 1e3, noNaN: true }),
      fc.nat({ max: farthest }),
      (gamma, squared) => {
        const decayOf = decay(gamma, [-1, 1], 1024);
        const value = decayOf(squared);
        t.is(decayOf(0), 1);
        t.true(value >= decayOf(farthest) && value <= 1 && decayOf(farthest) >= 0);
      },
    ),
    { numRuns: times(10, 100) },
  );
});
