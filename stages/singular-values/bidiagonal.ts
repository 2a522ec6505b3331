/** An upper bidiagonal matrix: `above[k]` stands right of `diagonal[k]`. */
export interface Bidiagonal {
  readonly diagonal: Float64Array;
  readonly above: Float64Array;
}

/**
 * Reduces a matrix [rows][columns], rows ≥ columns, to a bidiagonal one with the same singular values, by Householder reflections from
 * left and right in turn (Golub and Kahan 1965; Golub and Van Loan 2013, section 5.4.8). The matrix is used up. Yields how many columns are
 * done. Each step reads and writes what is left of the matrix once: in one pass over a row both reflections are
 * applied, and the products that the next one needs are summed. About 4/3 columns³ multiply-adds for a square matrix.
 */
export function* bidiagonalisation(
  matrix: Float64Array,
  rows: number,
  columns: number,
): Generator<number, Bidiagonal, undefined> {
  const [diagonal, above] = [new Float64Array(columns), new Float64Array(Math.max(0, columns - 1))];
  const left = new Float64Array(rows);
  const right = new Float64Array(columns);
  let products: Float64Array = new Float64Array(columns);
  let next: Float64Array = new Float64Array(columns);
  takeColumn(matrix, rows, columns, left, products);
  for (let k = 0; k < columns; k++) {
    yield k;
    const row = matrix.subarray(k * columns, (k + 1) * columns);
    const x = left[k] ?? NaN;
    const fromLeft = reflection(left, k, rows);
    diagonal[k] = fromLeft.length;
    if (k === columns - 1) break;
    // vᵀA of v = x ± |x|e, from xᵀA; then row k is reflected, and is what the right reflection is made of.
    const [added, factor] = [(left[k] ?? NaN) - x, fromLeft.tau * (left[k] ?? NaN)];
    for (let j = k + 1; j < columns; j++) {
      const product = (products[j] ?? NaN) + added * (row[j] ?? NaN);
      products[j] = product;
      right[j] = (row[j] ?? NaN) - factor * product;
    }
    const fromRight = reflection(right, k + 1, columns);
    above[k] = fromRight.length;
    next.fill(0);
    const [restOfProducts, restOfRight, restOfNext] = [
      products.subarray(k + 1),
      right.subarray(k + 1),
      next.subarray(k + 1),
    ];
    for (let i = k + 1; i < rows; i++)
      left[i] = reflectRow(
        matrix.subarray(i * columns + k + 1, (i + 1) * columns),
        restOfProducts,
        fromLeft.tau * (left[i] ?? NaN),
        restOfRight,
        fromRight.tau,
        restOfNext,
      );
    [products, next] = [next, products];
  }
  return { diagonal, above };
}

/** The first column x, and xᵀA. */
function takeColumn(
  matrix: Float64Array,
  rows: number,
  columns: number,
  column: Float64Array,
  products: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const x = matrix[i * columns] ?? NaN;
    column[i] = x;
    for (let j = 0; j < columns; j++)
      products[j] = (products[j] ?? NaN) + x * (matrix[i * columns + j] ?? NaN);
  }
}

/**
 * I − τvvᵀ turns x into ∓|x|e, v = x ± |x|e, of x the elements from `first`, which v takes the place of. The length is |x|: signs do not
 * matter to singular values.
 */
function reflection(
  x: Float64Array,
  first: number,
  end: number,
): { readonly tau: number; readonly length: number } {
  let squares = 0;
  for (let index = first; index < end; index++) squares += (x[index] ?? NaN) * (x[index] ?? NaN);
  const length = Math.sqrt(squares);
  if (length === 0) return { tau: 0, length };
  const value = x[first] ?? NaN;
  x[first] = value < 0 ? value - length : value + length;
  return { tau: 1 / (length * (length + Math.abs(value))), length };
}

/**
 * Applies both reflections to the rest of a row, and adds its share to the products of the column that is its first element,
 * which it returns: row − factor·products, then − τ(row·right)·right.
 */
function reflectRow(
  row: Float64Array,
  products: Float64Array,
  factor: number,
  right: Float64Array,
  tau: number,
  next: Float64Array,
): number {
  const { length } = row;
  // Four sums, so that an addition need not wait for the one before.
  let [a, b, c, d] = [0, 0, 0, 0];
  let j = 0;
  for (; j + 3 < length; j += 4) {
    const r0 = (row[j] ?? NaN) - factor * (products[j] ?? NaN);
    const r1 = (row[j + 1] ?? NaN) - factor * (products[j + 1] ?? NaN);
    const r2 = (row[j + 2] ?? NaN) - factor * (products[j + 2] ?? NaN);
    const r3 = (row[j + 3] ?? NaN) - factor * (products[j + 3] ?? NaN);
    row[j] = r0;
    row[j + 1] = r1;
    row[j + 2] = r2;
    row[j + 3] = r3;
    a += r0 * (right[j] ?? NaN);
    b += r1 * (right[j + 1] ?? NaN);
    c += r2 * (right[j + 2] ?? NaN);
    d += r3 * (right[j + 3] ?? NaN);
  }
  for (; j < length; j++) {
    const r = (row[j] ?? NaN) - factor * (products[j] ?? NaN);
    row[j] = r;
    a += r * (right[j] ?? NaN);
  }
  const scale = tau * (a + b + (c + d));
  const first = (row[0] ?? NaN) - scale * (right[0] ?? NaN);
  for (j = 0; j < length; j++) {
    const r = (row[j] ?? NaN) - scale * (right[j] ?? NaN);
    row[j] = r;
    next[j] = (next[j] ?? NaN) + first * r;
  }
  return first;
}
