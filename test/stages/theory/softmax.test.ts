import test from 'ava';
import { normalNodes } from '../../../stages/theory/quadrature.js';
import { meanSquaredProbabilities } from '../../../stages/theory/softmax.js';

function close(found: number, expected: number): boolean {
  return Math.abs(found - expected) < 1e-9;
}

test('equal logits have equal probabilities, and one class has all', (t) => {
  t.true(close(meanSquaredProbabilities(0, 9), 1 / 9));
  t.true(close(meanSquaredProbabilities(3, 1), 1));
});

test('two classes have the probabilities of the logistic function of a normal difference', (t) => {
  for (const variance of [0.01, 1, 20]) {
    const { points, weights } = normalNodes(Math.sqrt(2 * variance));
    const expected = points.reduce((sum, z, index) => {
      const p = 1 / (1 + Math.exp(-Math.sqrt(2 * variance) * z));
      return sum + (weights[index] ?? NaN) * (p * p + (1 - p) * (1 - p));
    }, 0);
    t.true(close(meanSquaredProbabilities(variance, 2), expected), `variance ${variance}`);
  }
});

test('the larger the logits, the nearer to certain', (t) => {
  const sure = [0.1, 1, 10, 1000].map((variance) => meanSquaredProbabilities(variance, 9));
  t.deepEqual(sure, sure.toSorted());
  t.true((sure.at(-1) ?? 0) > 0.95 && (sure.at(-1) ?? 2) < 1, String(sure));
});
