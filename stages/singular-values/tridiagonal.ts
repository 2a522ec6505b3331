/** Two or three are usual. */
const mostIterations = 60;

/**
 * The eigenvalues of a symmetric tridiagonal matrix, in no order, by the implicit QL method with Wilkinson's shift (Dubrulle, Martin and
 * Wilkinson 1968; EISPACK's imtql1). Elements of about 1: the error is some 2⁻⁵² of the largest eigenvalue. Both arrays are used up, and
 * `beside`, the elements beside the diagonal, is as long as the diagonal: its last element is not looked at.
 */
export function eigenvalues(diagonal: Float64Array, beside: Float64Array): Float64Array {
  const last = diagonal.length - 1;
  for (let first = 0; first < last; first++)
    for (let iteration = 0; ; iteration++) {
      const end = endOfBlock(beside, first, last);
      if (end === first) break;
      if (iteration === mostIterations) throw new RangeError('the eigenvalues of a matrix do not converge');
      sweep(diagonal, beside, first, end);
    }
  return diagonal;
}

/** Where the matrix falls apart: the first element from `first` that has nothing beside it. */
function endOfBlock(beside: Float64Array, first: number, last: number): number {
  let end = first;
  while (end < last && Math.abs(beside[end] ?? NaN) > Number.EPSILON / 2) end++;
  return end;
}

/** One QL step on the block from `first` to `end`. */
function sweep(diagonal: Float64Array, beside: Float64Array, first: number, end: number): void {
  const [top, edge] = [diagonal[first] ?? NaN, beside[first] ?? NaN];
  const half = ((diagonal[first + 1] ?? NaN) - top) / (2 * edge);
  const root = Math.sqrt(half * half + 1);
  let g = (diagonal[end] ?? NaN) - top + edge / (half < 0 ? half - root : half + root);
  let [sine, cosine, shift] = [1, 1, 0];
  for (let index = end - 1; index >= first; index--) {
    const f = sine * (beside[index] ?? NaN);
    const b = cosine * (beside[index] ?? NaN);
    const length = Math.sqrt(f * f + g * g);
    beside[index + 1] = length;
    if (length === 0) {
      diagonal[index + 1] = (diagonal[index + 1] ?? NaN) - shift;
      beside[end] = 0;
      return;
    }
    [sine, cosine] = [f / length, g / length];
    g = (diagonal[index + 1] ?? NaN) - shift;
    const rest = ((diagonal[index] ?? NaN) - g) * sine + 2 * cosine * b;
    shift = sine * rest;
    diagonal[index + 1] = g + shift;
    g = cosine * rest - b;
  }
  diagonal[first] = (diagonal[first] ?? NaN) - shift;
  beside[first] = g;
  beside[end] = 0;
}
