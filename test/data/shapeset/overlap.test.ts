import test from 'ava';
import { coversTooMuch } from '../../../src/data/shapeset/overlap.js';
import { newShape, type Shape } from '../../../src/data/shapeset/shape.js';

/** A square with sides parallel to the axes. */
function square(centreX: number, centreY: number, side: number): Shape {
  const shape = newShape();
  const half = side / 2;
  const corners = [
    [-half, -half],
    [half, -half],
    [half, half],
    [-half, half],
  ] as const;
  for (const [corner, [x, y]] of corners.entries()) {
    shape.x[corner] = centreX + x;
    shape.y[corner] = centreY + y;
  }
  return Object.assign(shape, { corners: 4, centreX, centreY, area: side * side });
}

test('shapes apart are accepted, whatever their areas', (t) => {
  t.false(coversTooMuch(square(5, 16, 4), square(20, 16, 16)));
});

test('the estimate 1 − 2^(−(p − d)/d) decides for equal areas: half is reached at p = 2d', (t) => {
  // Along the axis p is one side, 8: d = 4 is the border.
  t.false(coversTooMuch(square(10, 16, 8), square(14.001, 16, 8)));
  t.true(coversTooMuch(square(10, 16, 8), square(13.999, 16, 8)));
});

test('the estimate is weighed by the ratio of the areas, second over first', (t) => {
  const [large, small] = [square(10, 16, 12), square(12, 16, 8)];
  t.true(coversTooMuch(small, large));
  t.false(coversTooMuch(large, small));
});

test('extents count towards the other centre only', (t) => {
  const lopsided = square(10, 16, 8);
  lopsided.x[0] = -20;
  lopsided.x[3] = -20;
  t.false(coversTooMuch(lopsided, square(16, 16, 8)));
});

test('with one centre the second shape lies on the first whole', (t) => {
  t.true(coversTooMuch(square(16, 16, 8), square(16, 16, 8)));
  t.false(coversTooMuch(square(16, 16, 12), square(16, 16, 8)));
});
