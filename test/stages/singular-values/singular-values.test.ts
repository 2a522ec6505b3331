import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { functions } from '../../../stages/theory/activation.js';
import { meanSingularValue } from '../../../stages/theory/singular-values.js';
import { normal } from '../../../src/random/normal.js';
import { orthonormalColumns } from '../../../src/random/orthogonal.js';
import { matrixOf, randomMatrix, shuffled, valuesOf } from './matrices.js';

/** Errors are relative to the largest. */
function close(t: ExecutionContext, found: Float64Array, expected: readonly number[], within = 1e-14): void {
  t.is(found.length, expected.length);
  const largest = Math.max(...expected);
  for (const [index, value] of expected.entries())
    t.true(Math.abs((found[index] ?? NaN) - value) <= within * largest, `${found.join(' ')}: ${value}`);
}

test("a diagonal matrix has its elements' magnitudes, largest first", (t) => {
  const elements = [0.5, -3, 0, 2, 1e-8];
  close(
    t,
    valuesOf(
      matrixOf(5, 5, (i, j) => (i === j ? (elements[i] ?? 0) : 0)),
      5,
      5,
    ),
    [3, 2, 0.5, 1e-8, 0],
  );
});

test('a 2 × 2 matrix has those of the formula', (t) => {
  // Of [[3, 0], [4, 5]]: 3√5 and √5.
  close(t, valuesOf([3, 0, 4, 5], 2, 2), [3 * Math.sqrt(5), Math.sqrt(5)]);
});

test('those of the second difference are 2 − 2cos(kπ/(n + 1))', (t) => {
  const n = 60;
  const matrix = matrixOf(n, n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0));
  const expected = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((n - k) * Math.PI) / (n + 1)));
  close(t, valuesOf(matrix, n, n), expected);
});

test("Hilbert's matrix of order 5 has the published ones, to its condition of 476607", (t) => {
  const values = valuesOf(
    matrixOf(5, 5, (i, j) => 1 / (i + j + 1)),
    5,
    5,
  );
  const published = [
    1.5670506910982307, 0.2085342186110133, 0.011407491623419806, 0.0003058980401511917, 3.2879287721718e-6,
  ];
  close(t, values, published, 1e-15);
  t.is(Math.round((values[0] ?? 0) / (values[4] ?? 1)), 476607);
});

test('orthonormal columns have ones, and a matrix of low rank zeros', (t) => {
  close(t, valuesOf(orthonormalColumns(1, 'weights', 0, 40, 30), 40, 30), new Array<number>(30).fill(1));
  const [left, right] = [randomMatrix(30, 4, 2), randomMatrix(4, 20, 3)];
  const product = matrixOf(30, 20, (i, j) =>
    [0, 1, 2, 3].reduce((sum, k) => sum + (left[i * 4 + k] ?? 0) * (right[k * 20 + j] ?? 0), 0),
  );
  const values = valuesOf(product, 30, 20);
  t.true(values.subarray(0, 4).every((value) => value > 1));
  t.true(values.subarray(4).every((value) => value === 0));
});

test('a matrix of zeros has zeros, and one element is its own singular value', (t) => {
  t.deepEqual([...valuesOf(new Float64Array(12), 3, 4)], [0, 0, 0]);
  close(t, valuesOf([-2], 1, 1), [2]);
  close(t, valuesOf([3, 4], 1, 2), [5]);
  close(t, valuesOf([3, 4], 2, 1), [5]);
});

test('their squares sum to the squared norm; neither transposing nor changing the order changes them; scale scales them', (t) => {
  const size = fc.integer({ min: 1, max: 25 });
  fc.assert(
    fc.property(
      size,
      size,
      fc.integer({ min: 0, max: 1000 }),
      fc.integer({ min: -40, max: 40 }),
      (rows, columns, seed, power) => {
        const matrix = randomMatrix(rows, columns, seed);
        const values = valuesOf(matrix, rows, columns);
        const squares = matrix.reduce((sum, element) => sum + element * element, 0);
        const sum = values.reduce((total, value) => total + value * value, 0);
        t.true(Math.abs(sum / squares - 1) < 1e-13, `${sum} for ${squares}`);
        t.deepEqual(
          [...values],
          [...values].toSorted((a, b) => b - a),
        );
        const same = (found: Float64Array, factor = 1) => {
          close(
            t,
            found,
            [...values].map((value) => factor * value),
            1e-13,
          );
        };
        same(
          valuesOf(
            matrixOf(columns, rows, (i, j) => matrix[j * columns + i] ?? NaN),
            columns,
            rows,
          ),
        );
        same(valuesOf(shuffled(matrix, rows, columns, seed), rows, columns));
        same(
          valuesOf(
            matrix.map((element) => element * 2 ** power),
            rows,
            columns,
          ),
          2 ** power,
        );
      },
    ),
    { numRuns: 50 },
  );
});

test('numbers that are not finite end, in an error', (t) => {
  t.throws(() => valuesOf([1, NaN, 2, 3], 2, 2), { instanceOf: RangeError });
});

for (const [rows, columns] of [
  [300, 300],
  [150, 300],
  [300, 150],
] as const) {
  const layer = { fanIn: rows, fanOut: columns, variance: 1 / rows };
  // W·diag(f′(s)), the numbers s spread as normal ones are.
  const meanOf = (weights: Float64Array, name: 'tanh' | 'relu') => {
    const s = Float64Array.from({ length: columns }, (_, index) => normal(1)((index + 0.5) / columns));
    const slopes = s.map((value) => functions[name].slope(value));
    const values = valuesOf(
      weights.map((weight, index) => weight * (slopes[index % columns] ?? NaN)),
      rows,
      columns,
    );
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };

  test(`theory predicts the mean of random matrices: ${rows} × ${columns}`, (t) => {
    const weights = randomMatrix(rows, columns).map((weight) => weight / Math.sqrt(rows));
    for (const name of ['tanh', 'relu'] as const) {
      const expected = meanSingularValue(functions[name], 1, { ...layer, kind: 'independent' });
      t.true(
        Math.abs(meanOf(weights, name) / expected - 1) < 0.02,
        `${name}: ${meanOf(weights, name)} for ${expected}`,
      );
    }
  });

  test(`theory predicts the mean of orthogonal matrices: ${rows} × ${columns}`, (t) => {
    const [more, fewer] = [Math.max(rows, columns), Math.min(rows, columns)];
    const tall = orthonormalColumns(1, 'weights', 0, more, fewer);
    const weights = rows >= columns ? tall : matrixOf(rows, columns, (i, j) => tall[j * fewer + i] ?? NaN);
    for (const name of ['tanh', 'relu'] as const) {
      const expected = meanSingularValue(functions[name], 1, {
        ...layer,
        variance: 1 / more,
        kind: 'orthogonal',
      });
      t.true(
        Math.abs(meanOf(weights, name) / expected - 1) < 0.02,
        `${name}: ${meanOf(weights, name)} for ${expected}`,
      );
    }
  });
}

test('theory has 8/(3π) for a square of independent weights with σ√n = 1', (t) => {
  const layer = { fanIn: 500, fanOut: 500, variance: 1 / 500, kind: 'independent' } as const;
  t.true(Math.abs(meanSingularValue(functions.linear, 1, layer) - 8 / (3 * Math.PI)) < 1e-6);
});
