import test from 'ava';
import fc from 'fast-check';
import { Draws } from '../../../src/random/draws.js';
import type { Polygon } from '../../../src/data/shapeset/outline.js';
import { fillPolygon } from '../../../src/data/shapeset/polygon.js';
import { drawForm, drawPlace, imageSize, newShape } from '../../../src/data/shapeset/shape.js';

function polygonOf(...points: readonly (readonly [number, number])[]): Polygon {
  return {
    corners: points.length,
    x: Float64Array.from(points, ([x]) => x),
    y: Float64Array.from(points, ([, y]) => y),
  };
}

function painted(polygon: Polygon): Uint8Array {
  const image = new Uint8Array(imageSize * imageSize);
  fillPolygon(image, 0, polygon, 1);
  return image;
}

/** The upper left corner of the image, # where it is painted. */
function corner(image: Uint8Array, size: number): string[] {
  return Array.from({ length: size }, (_, row) =>
    Array.from(image.subarray(row * imageSize, row * imageSize + size), (pixel) => (pixel ? '#' : '.')).join(
      '',
    ),
  );
}

test('a pixel is painted where its centre is inside', (t) => {
  const image = painted(polygonOf([1.4, 1.6], [4.6, 1.6], [4.6, 3.4], [1.4, 3.4]));
  t.deepEqual(corner(image, 6), ['......', '......', '.####.', '......', '......', '......']);
});

test('of centres on the border, those on left and top edges are inside, those on right and bottom edges are not', (t) => {
  const image = painted(polygonOf([1.5, 1.5], [4.5, 1.5], [4.5, 3.5], [1.5, 3.5]));
  t.deepEqual(corner(image, 6), ['......', '.###..', '.###..', '......', '......', '......']);
});

test('the top-left rule holds on slanting edges and corners', (t) => {
  const image = painted(polygonOf([3.5, 0.5], [6.5, 3.5], [3.5, 6.5], [0.5, 3.5]));
  t.deepEqual(corner(image, 7), [
    '.......',
    '..##...',
    '.####..',
    '######.',
    '.####..',
    '..##...',
    '.......',
  ]);
});

test('polygons that share edges paint each pixel between them exactly once', (t) => {
  const inner = fc.double({ min: 2, max: 30, noNaN: true });
  fc.assert(
    fc.property(inner, inner, (x, y) => {
      const corners = [
        [1, 1],
        [31, 1],
        [31, 31],
        [1, 31],
      ] as const;
      const sum = new Uint8Array(imageSize * imageSize);
      for (const [index, from] of corners.entries()) {
        const to = corners[(index + 1) % 4] ?? from;
        for (const [pixel, is] of painted(polygonOf([x, y], from, to)).entries())
          sum[pixel] = (sum[pixel] ?? 0) + is;
      }
      t.deepEqual(sum, painted(polygonOf(...corners)));
    }),
  );
});

test('of every kind of shape, the painted pixels are those whose centres lie on the inner side of every edge', (t) => {
  const shape = newShape();
  const draws = new Draws(1, 'train images', 0);
  for (let item = 0; item < 200; item += 1) {
    draws.moveTo(item);
    drawForm(draws, shape);
    drawPlace(draws, shape);
    const expected = painted(shape).map((_, pixel) =>
      Number(inside(shape, (pixel % imageSize) + 0.5, Math.floor(pixel / imageSize) + 0.5)),
    );
    t.deepEqual(painted(shape), expected);
  }
});

function inside({ corners, x, y }: Polygon, pointX: number, pointY: number): boolean {
  return Array.from({ length: corners }, (_, from) => [from, (from + 1) % corners] as const).every(
    ([from, to]) => {
      const [fromX, fromY] = [x[from] ?? 0, y[from] ?? 0];
      return ((x[to] ?? 0) - fromX) * (pointY - fromY) > ((y[to] ?? 0) - fromY) * (pointX - fromX);
    },
  );
}

test('only the image at the offset is painted', (t) => {
  const pixels = imageSize * imageSize;
  const images = new Uint8Array(3 * pixels);
  fillPolygon(images, pixels, polygonOf([1, 1], [31, 1], [31, 31], [1, 31]), 7);
  t.is(images.subarray(0, pixels).indexOf(7), -1);
  t.is(images.subarray(pixels, 2 * pixels).filter((grey) => grey === 7).length, 900);
  t.is(images.subarray(2 * pixels).indexOf(7), -1);
});
