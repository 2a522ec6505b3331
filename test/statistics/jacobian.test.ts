import test from 'ava';
import { meanSquaredSingularValue } from '../../src/statistics/jacobian.js';

const weights = Float32Array.of(1, 2, 3, 4, 5, 6); // [3][2]
const activations = {
  tanh: { f: Math.tanh, slope: (s: number) => 1 - Math.tanh(s) ** 2 },
  sigmoid: {
    f: (s: number) => 1 / (1 + Math.exp(-s)),
    slope: (s: number) => Math.exp(-s) / (1 + Math.exp(-s)) ** 2,
  },
  softsign: { f: (s: number) => s / (1 + Math.abs(s)), slope: (s: number) => (1 + Math.abs(s)) ** -2 },
} as const;

for (const activation of ['tanh', 'sigmoid', 'softsign'] as const)
  test(`the mean squared singular value of a ${activation} layer is its Jacobian's squared norm over its rank`, (t) => {
    const { f, slope } = activations[activation];
    const preActivations = [
      [0.3, -1.2],
      [-0.4, 0.05],
    ];
    // ∂h_j/∂z_i = f′(s_j) W_ij; two singular values.
    const norms = preActivations.map((s) =>
      [0, 1, 2].flatMap((i) => s.map((sj, j) => (slope(sj) * (weights[i * 2 + j] ?? NaN)) ** 2)),
    );
    const expected = norms.flat().reduce((a, b) => a + b, 0) / 2 / 2;
    const above = Float32Array.from(preActivations.flat().map(f));
    const found = meanSquaredSingularValue(activation, above, weights, 3, 2);
    t.true(Math.abs(found - expected) < 1e-5 * expected, `${found} against ${expected}`);
  });
