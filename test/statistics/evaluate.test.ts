import test from 'ava';
import { readAll } from '../../src/data/minibatches.js';
import { openExamples } from '../../src/data/open.js';
import { BadInput } from '../../src/stage/problem.js';
import { evaluate, evaluationSet } from '../../src/statistics/evaluate.js';
import { openSmallNetwork, smallExamples } from '../training/small.js';

test('an evaluation in slices finds what one of all examples at once finds', async (t) => {
  const examples = await openExamples(smallExamples(250));
  const network = await openSmallNetwork(examples);
  const { inputs, labels } = readAll(examples, 230);
  const whole = network.evaluate(inputs, labels);
  const turns: number[] = [];
  const found = await evaluate(network, evaluationSet(examples, 230), (done) => void turns.push(done));
  t.deepEqual(found.predictions, whole.predictions);
  t.deepEqual(found.labels, labels);
  t.is(found.cost, whole.costs.reduce((a, b) => a + b, 0) / 230);
  t.is(found.errors, labels.filter((label, i) => whole.predictions[i] !== label).length);
  t.deepEqual(turns, [0, 100, 200]);
});

test('more examples than there are is bad input', async (t) => {
  const examples = await openExamples(smallExamples(20));
  t.throws(() => evaluationSet(examples, 21), { instanceOf: BadInput });
});
