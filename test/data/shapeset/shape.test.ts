import test from 'ava';
import { Draws } from '../../../src/random/draws.js';
import {
  drawForm,
  drawPlace,
  newShape,
  preRotationOf,
  type Shape,
} from '../../../src/data/shapeset/shape.js';

/** Many shapes, each given to the check before the next is drawn. */
function forShapes(count: number, check: (shape: Shape, item: number) => void): void {
  const draws = new Draws(1, 'train images', 0);
  const shape = newShape();
  for (let item = 0; item < count; item += 1) {
    draws.moveTo(item);
    drawForm(draws, shape);
    drawPlace(draws, shape);
    check(shape, item);
  }
}

function cornersOf({ corners, x, y }: Shape): (readonly [number, number])[] {
  return Array.from({ length: corners }, (_, corner) => [x[corner] ?? 0, y[corner] ?? 0] as const);
}

test('the pre-rotation stays within half a sector to either side', (t) => {
  for (const corners of [3, 4, 20]) {
    const count = Math.floor(255 / corners);
    const steps = Array.from({ length: count }, (_, index) => preRotationOf(corners, index));
    const signed = steps.map((step) => (step > 127 ? step - 255 : step));
    t.true(signed.every((step) => Math.abs(step) / 255 <= 1 / (2 * corners)));
    t.true(Math.min(...signed) < 0 && Math.max(...signed) > 0);
  }
});

test('the pre-rotation takes the published steps at the ends of its index', (t) => {
  t.deepEqual(
    [0, 42, 43, 83, 84].map((index) => preRotationOf(3, index)),
    [0, 42, 214, 254, 254],
  );
  t.deepEqual(
    [0, 31, 32, 62].map((index) => preRotationOf(4, index)),
    [0, 31, 224, 254],
  );
  t.deepEqual(
    [0, 6, 7, 11].map((index) => preRotationOf(20, index)),
    [0, 6, 250, 254],
  );
});

test('a shape lies inside the image with a margin of one pixel, and comes close to it on every side', (t) => {
  const [low, high] = [1 - 1e-12, 31 + 1e-12];
  const [near, far] = [
    [31, 31],
    [1, 1],
  ] as const;
  const least: number[] = [...near];
  const greatest: number[] = [...far];
  forShapes(5000, (shape) => {
    for (const point of cornersOf(shape)) {
      for (const [axis, coordinate] of point.entries()) {
        if (coordinate < low || coordinate > high) t.fail(`a corner at ${coordinate}`);
        least[axis] = Math.min(least[axis] ?? 31, coordinate);
        greatest[axis] = Math.max(greatest[axis] ?? 1, coordinate);
      }
    }
  });
  t.true(least.every((coordinate) => coordinate < 1.01));
  t.true(greatest.every((coordinate) => coordinate > 30.99));
});

test('the corners enclose the area that is stated, in the order from +x to +y', (t) => {
  forShapes(2000, (shape) => {
    const points = cornersOf(shape);
    const enclosed = points.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = points[(index + 1) % points.length] ?? [0, 0];
      return sum + (x * nextY - nextX * y) / 2;
    }, 0);
    // A circle of radius ½, scaled by s0 and s1, has the area π/4·s0·s1.
    t.true(Math.abs(enclosed / (shape.area * (Math.PI / 4)) - 1) < 1e-9);
  });
});

test('the base is level again before the last rotation', (t) => {
  forShapes(2000, (shape) => {
    const [[fromX, fromY] = [0, 0], ...rest] = cornersOf(shape);
    // The base joins the first corner, left of the bottom, to the last, right of it.
    const [toX, toY] = rest.at(-1) ?? [0, 0];
    const turn = (2 * Math.PI * shape.rotation) / 255;
    const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
    const [acrossX, acrossY] = [toX - fromX, toY - fromY];
    t.true(Math.abs(acrossY * cosine - acrossX * sine) < 1e-9);
    t.true(acrossX * cosine + acrossY * sine > 0);
  });
});

test('the centre is the mean of the corners', (t) => {
  forShapes(500, (shape) => {
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const points = cornersOf(shape);
    t.true(Math.abs(mean(points.map(([x]) => x)) - shape.centreX) < 1e-9);
    t.true(Math.abs(mean(points.map(([, y]) => y)) - shape.centreY) < 1e-9);
  });
});

test('types and last rotations are drawn evenly', (t) => {
  const types = [0, 0, 0];
  let rotations = 0;
  const count = 9000;
  forShapes(count, ({ type, rotation }) => {
    types[type] = (types[type] ?? 0) + 1;
    rotations += rotation;
    t.true(rotation >= 0 && rotation < 254);
  });
  for (const times of types) t.true(Math.abs(times - count / 3) < 4 * Math.sqrt((count * 2) / 9));
  t.true(Math.abs(rotations / count - 126.5) < (4 * 254) / Math.sqrt(12 * count));
});
