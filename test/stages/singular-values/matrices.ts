import { Draws } from '../../../src/random/draws.js';
import { fillFrom, normal } from '../../../src/random/normal.js';
import { singularValues } from '../../../stages/singular-values/singular-values.js';

/** The singular values of a matrix, without its being used up. */
export function valuesOf(matrix: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const steps = singularValues(Float64Array.from(matrix), rows, columns);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

export function matrixOf(
  rows: number,
  columns: number,
  element: (row: number, column: number) => number,
): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, index) =>
    element(Math.floor(index / columns), index % columns),
  );
}

export function randomMatrix(rows: number, columns: number, seed = 1): Float64Array {
  const matrix = new Float64Array(rows * columns);
  fillFrom(normal(1), matrix, seed, 'weights', 0);
  return matrix;
}

/** Rows and columns of a matrix in another order. */
export function shuffled(matrix: Float64Array, rows: number, columns: number, seed: number): Float64Array {
  const draws = new Draws(seed, 'weights', 1);
  const order = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ index, key: draws.uint32() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ index }) => index);
  const [down, across] = [order(rows), order(columns)];
  return matrixOf(rows, columns, (i, j) => matrix[(down[i] ?? 0) * columns + (across[j] ?? 0)] ?? NaN);
}
