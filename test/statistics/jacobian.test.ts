import test from 'ava';
import { meanSquaredSingularValue } from '../../src/statistics/jacobian.js';

const weights = Float32Array.of(1, 2, 3, 4, 5, 6); // [3][2]

test("the mean squared singular value of a layer is its Jacobian's squared norm over its rank", (t) => {
  const slopes = [
    [0.3, 1.2],
    [-0.4, 0.05],
  ];
  // ∂h_j/∂z_i = f′(s_j) W_ij; two singular values.
  const norms = slopes.map((slope) =>
    [0, 1, 2].flatMap((i) => slope.map((f, j) => (f * (weights[i * 2 + j] ?? NaN)) ** 2)),
  );
  const expected = norms.flat().reduce((a, b) => a + b, 0) / 2 / 2;
  const found = meanSquaredSingularValue(Float32Array.from(slopes.flat()), weights, 3, 2);
  t.true(Math.abs(found - expected) < 1e-5 * expected, `${found} against ${expected}`);
});
