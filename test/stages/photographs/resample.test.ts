import test from 'ava';
import fc from 'fast-check';
import { resample, type GreyImage } from '../../../stages/photographs/resample.js';

function image(rows: readonly (readonly number[])[]): GreyImage {
  return { height: rows.length, width: rows[0]?.length ?? 0, levels: Uint8Array.from(rows.flat()) };
}

function resampled(rows: readonly (readonly number[])[], height: number, width: number): number[] {
  return [...resample(image(rows), height, width).levels];
}

const side = fc.integer({ min: 1, max: 12 });
const square = side.chain((size) =>
  fc.uint8Array({ minLength: size * size, maxLength: size * size }).map((levels) => ({ size, levels })),
);

/** The mean over the area, in fractions of big integers, pixel by pixel from the definition. */
function mean({ size, levels }: { size: number; levels: Uint8Array }, target: number, y: number, x: number) {
  const overlap = (from: number, to: number): number =>
    Math.max(0, Math.min((from + 1) * target, (to + 1) * size) - Math.max(from * target, to * size));
  let sum = 0n;
  for (const [at, level] of levels.entries())
    sum += BigInt(level * overlap(Math.floor(at / size), y) * overlap(at % size, x));
  const area = BigInt(size * size);
  return Number((2n * sum + area) / (2n * area));
}

test('an image of the target size stays as it is', (t) => {
  t.deepEqual(resampled([[1, 2, 3], [4, 5, 6]], 2, 3), [1, 2, 3, 4, 5, 6]); // prettier-ignore
});

test('every pixel is the mean of the area it covers', (t) => {
  t.deepEqual(resampled([[0, 10, 200, 201], [20, 30, 202, 205]], 1, 2), [15, 202]); // prettier-ignore
  t.deepEqual(resampled([[0, 90, 240], [0, 90, 240], [0, 90, 240]], 2, 2), [30, 190, 30, 190]); // prettier-ignore
});

test('for any two sizes the result is the definition, rounded once', (t) => {
  fc.assert(
    fc.property(square, side, (source, target) => {
      const { levels } = resample(
        { height: source.size, width: source.size, levels: source.levels },
        target,
        target,
      );
      const expected = Array.from({ length: target * target }, (_, at) =>
        mean(source, target, Math.floor(at / target), at % target),
      );
      t.deepEqual([...levels], expected);
    }),
  );
});

test('a half is rounded up', (t) => {
  t.deepEqual(resampled([[0, 1], [0, 1]], 1, 1), [1]); // prettier-ignore
});

test('the mean grey of a square image is kept to half a level', (t) => {
  fc.assert(
    fc.property(square, side, (source, target) => {
      const grey = { height: source.size, width: source.size, levels: source.levels };
      t.true(Math.abs(average(resample(grey, target, target)) - average(grey)) <= 0.5);
    }),
  );
});

function average({ levels }: GreyImage): number {
  return levels.reduce((sum, level) => sum + level, 0) / levels.length;
}

test('a wide image loses its sides, a tall one its top and bottom', (t) => {
  t.deepEqual(resampled([[9, 1, 2, 9], [9, 3, 4, 9]], 2, 2), [1, 2, 3, 4]); // prettier-ignore
  t.deepEqual(resampled([[9, 9], [1, 2], [3, 4], [9, 9]], 2, 2), [1, 2, 3, 4]); // prettier-ignore
});

test('the middle has the proportions of the target', (t) => {
  t.deepEqual(resampled([[9, 9, 9, 9], [1, 1, 3, 3], [1, 1, 3, 3], [9, 9, 9, 9]], 1, 2), [1, 3]); // prettier-ignore
});

test('a small image is enlarged', (t) => {
  t.deepEqual(resampled([[0, 100], [200, 40]], 3, 3), [0, 50, 100, 100, 85, 70, 200, 120, 40]); // prettier-ignore
  t.deepEqual(resampled([[7]], 2, 2), [7, 7, 7, 7]);
});

test('an extremely narrow image still has a middle', (t) => {
  t.deepEqual(resampled([[1, 2, 3, 4, 5]], 5, 1), [3, 3, 3, 3, 3]);
});
