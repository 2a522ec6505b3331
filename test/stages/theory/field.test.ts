import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { functions } from '../../../stages/theory/activation.js';
import { type Field, fieldOf, meanProduct } from '../../../stages/theory/field.js';
import { normalNodes } from '../../../stages/theory/quadrature.js';
import { activations } from '../../../src/engine/engine.js';

function close(t: ExecutionContext, found: number, expected: number, within = 1e-10): void {
  t.true(Math.abs(found - expected) <= within * Math.max(1, Math.abs(expected)), `${found} for ${expected}`);
}

test('means over a normal distribution are exact for polynomials and across a kink', (t) => {
  for (const sd of [1e-5, 0.3, 1, 20, 1e6]) {
    const { points, weights } = normalNodes(sd, 1 / sd);
    const mean = (f: (z: number) => number) =>
      points.reduce((sum, z, index) => sum + (weights[index] ?? NaN) * f(z), 0);
    close(
      t,
      mean(() => 1),
      1,
    );
    close(
      t,
      mean((z) => z ** 2),
      1,
    );
    close(
      t,
      mean((z) => z ** 4),
      3,
    );
    t.is(
      mean((z) => z ** 3),
      0,
    );
  }
});

test('the means of ReLU, hard tanh and sigmoid are those that can be written down', (t) => {
  for (const variance of [0.01, 1, 50]) {
    const relu = fieldOf(functions.relu, variance);
    close(t, relu.mean, Math.sqrt(variance / (2 * Math.PI)));
    close(t, relu.meanSquare, variance / 2);
    close(t, relu.slopeSquare, 1 / 2);
    const sigmoid = fieldOf(functions.sigmoid, variance);
    close(t, sigmoid.mean, 1 / 2);
    t.true(sigmoid.slopeSquare <= 1 / 16);
  }
  // P(|s| < 1), s normal with variance 1.
  close(t, fieldOf(functions.hardTanh, 1).slopeSquare, 0.6826894921370859);
});

test('SELU keeps mean 0 and mean square 1 (Klambauer et al. 2017)', (t) => {
  const { mean, meanSquare } = fieldOf(functions.selu, 1);
  close(t, mean, 0);
  close(t, meanSquare, 1);
});

for (const activation of activations)
  test(`how the mean square grows with the variance is its derivative: ${activation}`, (t) => {
    const at = (variance: number): Field => fieldOf(functions[activation], variance);
    for (const variance of [0.1, 1.5]) {
      const difference = at(variance + 1e-5).meanSquare - at(variance - 1e-5).meanSquare;
      close(t, at(variance).growth, difference / 2e-5, 1e-6);
    }
  });

test("two ReLUs' mean product is the arc-cosine kernel (Cho and Saul 2009), up to what is beyond degree 31", (t) => {
  const [a, b] = [fieldOf(functions.relu, 0.5), fieldOf(functions.relu, 2)];
  for (const correlation of [-0.9, 0, 0.3, 0.8, 1]) {
    const angle = Math.acos(correlation);
    const values = (Math.sin(angle) + (Math.PI - angle) * correlation) / (2 * Math.PI);
    close(t, meanProduct(a.values, b.values, correlation), values, 2e-4);
    const slopes = (Math.PI - angle) / (2 * Math.PI);
    close(t, meanProduct(a.slopes, b.slopes, correlation), slopes, 0.01);
  }
});

test('with itself a function has its mean square, and with independent arguments the product of the means', (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom(...activations),
      fc.double({ min: 0.01, max: 20, noNaN: true }),
      (name, q) => {
        const { mean, meanSquare, slopeSquare, values, slopes } = fieldOf(functions[name], q);
        close(t, meanProduct(values, values, 1), meanSquare);
        close(t, meanProduct(slopes, slopes, 1), slopeSquare);
        close(t, meanProduct(values, values, 0), mean * mean);
      },
    ),
    { numRuns: 30 },
  );
});
