import test from 'ava';
import fc from 'fast-check';
import { digestOf } from '../../src/artifact/digest.js';
import { fillFrom, normal } from '../../src/random/normal.js';
import { orthonormalColumns } from '../../src/random/orthogonal.js';
import { kolmogorovSmirnov, moment } from './distribution.js';

const matrix = (rows: number, columns: number, item = 0) =>
  orthonormalColumns(1, 'weights', item, rows, columns);

/** The greatest difference between QᵀQ and I. */
function distanceFromOrthonormal(q: Float64Array | Float32Array, rows: number, columns: number): number {
  let greatest = 0;
  for (let a = 0; a < columns; a++)
    for (let b = a; b < columns; b++) {
      let sum = 0;
      for (let row = 0; row < rows; row++)
        sum += (q[row * columns + a] ?? NaN) * (q[row * columns + b] ?? NaN);
      greatest = Math.max(greatest, Math.abs(sum - (a === b ? 1 : 0)));
    }
  return greatest;
}

const sizes = fc.tuple(fc.nat(12), fc.nat(11)).map(([more, fewer]) => [1 + more + fewer, 1 + fewer] as const);

test('columns are orthonormal', (t) => {
  fc.assert(
    fc.property(sizes, fc.maxSafeNat(), ([rows, columns], item) => {
      t.true(distanceFromOrthonormal(matrix(rows, columns, item), rows, columns) < 1e-14);
    }),
  );
});

test('in single precision columns of 400 are orthonormal within 10⁻⁶', (t) => {
  t.true(distanceFromOrthonormal(Float32Array.from(matrix(400, 300)), 400, 300) < 1e-6);
});

/** H₀H₁…D, each H_k an explicit matrix, by the definition of a Householder reflector. */
function productOfReflectors(rows: number, columns: number, item: number): number[][] {
  let product = identity(rows);
  const signs: number[] = [];
  for (let k = 0; k < columns; k++) {
    const x = new Float64Array(rows - k);
    fillFrom(normal(1), x, 1, 'weights', item, k * rows);
    const length = Math.hypot(...x);
    const v = Array.from(x, (value, index) => (index === 0 ? value + Math.sign(value) * length : value));
    signs.push(-Math.sign(x[0] ?? NaN));
    const squares = v.reduce((sum, value) => sum + value * value, 0);
    const h = identity(rows).map((row, i) =>
      row.map((one, j) => one - (i < k || j < k ? 0 : (2 * (v[i - k] ?? 0) * (v[j - k] ?? 0)) / squares)),
    );
    product = product.map((row) =>
      row.map((_, j) => row.reduce((sum, value, i) => sum + value * (h[i]?.[j] ?? NaN), 0)),
    );
  }
  return product.map((row) => signs.map((sign, column) => sign * (row[column] ?? NaN)));
}

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)));
}

test('the matrix is the product of the reflectors of its draws, with signs', (t) => {
  fc.assert(
    fc.property(sizes, fc.maxSafeNat(), ([rows, columns], item) => {
      const expected = productOfReflectors(rows, columns, item).flat();
      t.true(matrix(rows, columns, item).every((value, i) => Math.abs(value - (expected[i] ?? NaN)) < 1e-13));
    }),
    { numRuns: 50 },
  );
});

const many = Array.from({ length: 6000 }, (_, item) => matrix(3, 3, item));

test('each element of a 3 × 3 matrix is uniform in ±1, as for a direction of chance in space', (t) => {
  for (let element = 0; element < 9; element++) {
    const all = many.map((q) => q[element] ?? NaN);
    t.true(kolmogorovSmirnov(all, (value) => (value + 1) / 2) < 1.95, `element ${element}`);
  }
});

test('the trace has the moments of the uniform distribution: without the signs it would not', (t) => {
  const trace = many.map((q) => (q[0] ?? NaN) + (q[4] ?? NaN) + (q[8] ?? NaN));
  const traceOfSquare = many.map((q) => {
    let sum = 0;
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) sum += (q[3 * i + j] ?? NaN) * (q[3 * j + i] ?? NaN);
    return sum;
  });
  // Diaconis and Shahshahani 1994: E tr Q = 0, E (tr Q)² = 1, E tr Q² = 1; the tolerances are 4 standard errors or more.
  t.true(Math.abs(moment(trace, 1)) < 0.055);
  t.true(Math.abs(moment(trace, 2) - 1) < 0.08);
  t.true(Math.abs(moment(traceOfSquare, 1) - 1) < 0.08);
});

test('rotations and reflections are equally likely', (t) => {
  const determinants = Array.from({ length: 4000 }, (_, item) => {
    const [a = NaN, b = NaN, c = NaN, d = NaN] = matrix(2, 2, item);
    return Math.sign(a * d - b * c);
  });
  t.true(Math.abs(moment(determinants, 1)) < 4 / Math.sqrt(4000));
});

test('the bytes of a matrix are pinned', (t) => {
  t.is(
    String(digestOf(new Uint8Array(matrix(60, 50).buffer))),
    'd67ce49223c0c140597f965e79fb776742bbfc44ea04504f2aff3f8ba357c689',
  );
});
