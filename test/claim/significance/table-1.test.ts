import test from 'ava';
import { twoProportionsTest } from '../../../src/claim/significance/proportions.js';

/** Table 1 of Glorot & Bengio 2010: test errors in percent, each of 10,000 examples. */
const table = {
  Shapeset: { Softsign: 16.27, 'Softsign N': 16.06, Tanh: 27.15, 'Tanh N': 15.6, Sigmoid: 82.61 },
  MNIST: { Softsign: 1.64, 'Softsign N': 1.72, Tanh: 1.76, 'Tanh N': 1.64, Sigmoid: 2.21 },
  'CIFAR-10': { Softsign: 55.78, 'Softsign N': 53.8, Tanh: 55.9, 'Tanh N': 52.92, Sigmoid: 57.28 },
  'Small-ImageNet': { Softsign: 69.14, 'Softsign N': 68.13, Tanh: 70.58, 'Tanh N': 68.57, Sigmoid: 70.66 },
};

/** Those that the test, at the paper's level of 0.005, does not find different from the best. */
function likeTheBest(errors: Readonly<Record<string, number>>): readonly string[] {
  const best = Math.min(...Object.values(errors));
  const count = (percent: number) => ({ errors: Math.round(percent * 100), examples: 10_000 });
  return Object.entries(errors)
    .filter(([, error]) => {
      const outcome = twoProportionsTest(count(error), count(best));
      return !('undecided' in outcome) && outcome.different >= 0.005;
    })
    .map(([name]) => name);
}

test('of the paper’s table 1, the z-test at 0.005 tells the best and what is like them from the others', (t) => {
  t.deepEqual(likeTheBest(table.Shapeset), ['Softsign', 'Softsign N', 'Tanh N']);
  t.deepEqual(likeTheBest(table.MNIST), ['Softsign', 'Softsign N', 'Tanh', 'Tanh N']);
  t.deepEqual(likeTheBest(table['CIFAR-10']), ['Softsign N', 'Tanh N']);
  t.deepEqual(likeTheBest(table['Small-ImageNet']), ['Softsign', 'Softsign N', 'Tanh N']);
});
