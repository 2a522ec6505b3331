import test from 'ava';
import { relativeDistance, squaresOf, together } from '../../src/statistics/distance.js';

const numbers = (...values: readonly number[]) => Float32Array.from(values);

test('the distance is the norm of the difference, as a part of the norm of the first', (t) => {
  t.is(relativeDistance(squaresOf(numbers(3, 4), numbers(3, 4.5))), 0.1);
  t.is(relativeDistance(squaresOf(numbers(3, 4), numbers(0, 0))), 1);
});

test('parts of a vector give the distance of the whole', (t) => {
  const [a, b] = [numbers(3, 4, 12), numbers(3, 5, 10)];
  const parts = [squaresOf(a.subarray(0, 1), b.subarray(0, 1)), squaresOf(a.subarray(1), b.subarray(1))];
  t.is(relativeDistance(together(parts)), relativeDistance(squaresOf(a, b)));
});

test('equal numbers are at no distance, zeros too, and different ones never are', (t) => {
  t.is(relativeDistance(squaresOf(numbers(0, 0), numbers(0, 0))), 0);
  t.is(relativeDistance(squaresOf(numbers(0), numbers(1))), Infinity);
  t.is(relativeDistance(squaresOf(numbers(1), numbers(NaN))), NaN);
});
