import test from 'ava';
import { declaration } from '../../../stages/evaluate/declaration.js';
import { run } from '../../../stages/evaluate/run.js';
import { BadInput } from '../../../src/stage/problem.js';
import { inputWith, smallExamples, smallNetwork } from '../../training/small.js';
import { outputOf, runStage } from '../in-memory.js';
import { tableOf } from '../../training/tables.js';

const data = inputWith({ validation: smallExamples(150, 2), test: smallExamples(120, 3) });

test('both splits are evaluated, and every test example has its label and prediction', async (t) => {
  const ran = await runStage(declaration, run, {
    inputs: { data, network: inputWith({ network: smallNetwork() }) },
  });
  const errors = tableOf(outputOf(ran, 'errors')).rows;
  t.deepEqual(
    errors.map(({ split, examples }) => [split, examples]),
    [
      ['validation', 150],
      ['test', 120],
    ],
  );
  const predictions = tableOf(outputOf(ran, 'predictions')).rows;
  t.is(predictions.length, 120);
  t.is(errors[1]?.errors, predictions.filter(({ label, prediction }) => label !== prediction).length);
  t.is(errors[1]?.errorRate, Number(errors[1]?.errors) / 120);
  t.deepEqual(ran.progress.at(-1), { done: 270, total: 270, unit: 'examples' });
});

for (const [setting, other] of [
  ['activation', 'softsign'],
  ['cost', 'quadratic'],
] as const)
  test(`another ${setting} than the network was trained with is bad input`, async (t) => {
    const network = smallNetwork();
    const trained = { ...network, description: { ...network.description, [setting]: other } };
    const inputs = { data, network: inputWith({ network: trained }) };
    const error = await t.throwsAsync(runStage(declaration, run, { inputs }), { instanceOf: BadInput });
    t.true(error.message.startsWith(`${setting}  is `));
    t.true(error.message.includes(`the network was trained with "${other}"`));
  });

test('an abort ends the work before the next slice', async (t) => {
  const signal = AbortSignal.abort(new Error('stopped'));
  const inputs = { data, network: inputWith({ network: smallNetwork() }) };
  await t.throwsAsync(runStage(declaration, run, { inputs, signal }), { message: 'stopped' });
});
