import test from 'ava';
import { outputContributions } from '../../src/statistics/output-layer.js';

test('biases and weighted activations are told apart, and of these what differs between examples', (t) => {
  // Two examples, two classes; b = (1, -1). Wᵀh = (2, 0) and (0, 2): less the mean over classes (1, -1) and (-1, 1).
  const contributions = outputContributions(new Float32Array([3, -1, 1, 1]), new Float32Array([1, -1]));
  t.deepEqual(contributions, { biases: 1, weights: 1, varying: 1 });
});

test('what is the same in all examples does not vary', (t) => {
  const contributions = outputContributions(new Float32Array([4, 0, 4, 0]), new Float32Array([0, 0]));
  t.deepEqual(contributions, { biases: 0, weights: 2, varying: 0 });
});

test('what all classes get moves nothing', (t) => {
  const contributions = outputContributions(new Float32Array([7, 7, -3, -3]), new Float32Array([5, 5]));
  t.deepEqual(contributions, { biases: 0, weights: 0, varying: 0 });
});
