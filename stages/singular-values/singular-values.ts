import { bidiagonalisation, type Bidiagonal } from './bidiagonal.js';
import { eigenvalues } from './tridiagonal.js';

/**
 * The singular values of a matrix [rows][columns], largest first: as many as the lesser of both. Errors are some 2⁻⁵² of the
 * largest; what is not told from 0 is 0. The matrix is used up. Yields how many of them are on their way, many times a second. Throws
 * RangeError where a number is not finite.
 */
export function* singularValues(
  matrix: Float64Array,
  rows: number,
  columns: number,
): Generator<number, Float64Array, undefined> {
  const [tall, long, short] =
    rows >= columns ? [matrix, rows, columns] : [transposed(matrix, rows, columns), columns, rows];
  const steps = bidiagonalisation(tall, long, short);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return ofBidiagonal(step.value);
    yield step.value;
  }
}

/**
 * Those of B are the positive eigenvalues of [0 Bᵀ; B 0], which is, in another order, tridiagonal with 0 on its diagonal and
 * d₁, e₁, d₂, e₂, … beside it (Golub and Kahan 1965). Squares of singular values, which lose half of their digits, are never made.
 */
function ofBidiagonal({ diagonal, above }: Bidiagonal): Float64Array {
  const count = diagonal.length;
  const scale = [...diagonal, ...above].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (scale === 0) return new Float64Array(count);
  if (!Number.isFinite(scale)) throw new RangeError('the matrix is not of finite numbers');
  const beside = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) {
    beside[2 * k] = (diagonal[k] ?? NaN) / scale;
    beside[2 * k + 1] = (above[k] ?? 0) / scale;
  }
  const largestFirst = eigenvalues(new Float64Array(2 * count), beside)
    .sort()
    .reverse()
    .subarray(0, count);
  const noise = count * Number.EPSILON * (largestFirst[0] ?? NaN);
  return largestFirst.map((value) => (value > noise ? value * scale : 0));
}

function transposed(matrix: Float64Array, rows: number, columns: number): Float64Array {
  return matrix.map((_, index) => matrix[(index % rows) * columns + Math.floor(index / rows)] ?? NaN);
}
