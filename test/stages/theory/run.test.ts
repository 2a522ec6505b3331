import test from 'ava';
import { declaration as initialise } from '../../../stages/initialise/declaration.js';
import { run as runInitialise } from '../../../stages/initialise/run.js';
import type { SchemeParameter } from '../../../stages/initialise/scheme.js';
import { declaration as statistics } from '../../../stages/statistics/declaration.js';
import { run as runStatistics } from '../../../stages/statistics/run.js';
import { declaration } from '../../../stages/theory/declaration.js';
import { run } from '../../../stages/theory/run.js';
import type { Activation } from '../../../src/engine/engine.js';
import type { Input } from '../../../src/stage/contract.js';
import { inputWith, smallExamples, smallNetwork } from '../../training/small.js';
import { tableOf } from '../../training/tables.js';
import { inputArtifact, outputOf, type RanStage, runStage } from '../in-memory.js';

const data = inputWith({ test: smallExamples(80) });
const layers = [12, 400, 300, 400, 5];

async function networkOf(scheme: SchemeParameter): Promise<Input> {
  const drawn = await runStage(initialise, runInitialise, { parameters: { layers, scheme, seed: 3 } });
  return inputWith({ network: inputArtifact(outputOf(drawn, 'network')) });
}

function predict(network: Input, activation: Activation, signal?: AbortSignal): Promise<RanStage> {
  return runStage(declaration, run, {
    parameters: { activation, examples: 60 },
    inputs: { data, network },
    ...(signal === undefined ? {} : { signal }),
  });
}

function measure(network: Input, activation: Activation): Promise<RanStage> {
  return runStage(statistics, runStatistics, {
    parameters: { activation, examples: 60 },
    inputs: { data, network },
  });
}

function column(ran: RanStage, output: string, name: string): readonly number[] {
  return tableOf(outputOf(ran, output)).rows.map((row) => Number(row[name]));
}

/** Every number over its prediction. */
function ratios(one: readonly number[], other: readonly number[]): readonly number[] {
  return one.map((value, index) => value / (other[index] ?? NaN));
}

const cases: readonly (readonly [SchemeParameter, Activation])[] = [
  ['standard', 'tanh'],
  ['normalised', 'tanh'],
  ['normalised', 'softsign'],
  ['standard', 'sigmoid'],
  ['he', 'relu'],
  ['lecun', 'selu'],
  ['orthogonal', 'gelu'],
];

for (const [scheme, activation] of cases)
  test(`what statistics measures in a layer of hundreds is predicted within some percent: ${JSON.stringify(scheme)}, ${activation}`, async (t) => {
    const network = await networkOf(scheme);
    const [predicted, measured] = [await predict(network, activation), await measure(network, activation)];
    const near = (output: string, name: string, within: number, relative = false) => {
      const found = ratios(column(measured, output, name), column(predicted, output, name));
      const whole = relative ? (found.at(-2) ?? NaN) : 1;
      t.true(
        found.every((ratio) => Math.abs(ratio / whole - 1) < within),
        `${output}.${name}: measured over predicted ${found.join(' ')}`,
      );
    };
    near('activations', 'sd', 0.1);
    near('activations', 'rootMeanSquare', 0.1);
    near('backpropagatedGradients', 'sd', 0.15);
    near('jacobians', 'meanSquaredSingularValue', 0.1);
    near('jacobians', 'meanSquareRatio', 0.2);
    // One network's five outputs chance to be larger or smaller, and all layers' weight gradients with them.
    near('weightGradients', 'sd', 0.2, true);
  });

test('standard tanh shrinks gradients and activations by layers, normalised hardly', async (t) => {
  const fall = async (scheme: SchemeParameter) =>
    column(await predict(await networkOf(scheme), 'tanh'), 'backpropagatedGradients', 'relativeToTop')[0] ??
    1;
  t.true((await fall('standard')) < 0.4);
  t.true((await fall('normalised')) > 0.6);
});

test('the tables are named and shaped like those of statistics', async (t) => {
  const ran = await predict(await networkOf('standard'), 'tanh');
  for (const output of ['activations', 'jacobians', 'fixedPoint'])
    t.deepEqual(column(ran, output, 'layer'), [1, 2, 3], output);
  for (const output of ['backpropagatedGradients', 'weightGradients'])
    t.deepEqual(column(ran, output, 'layer'), [1, 2, 3, 4], output);
});

test('networks that theory does not hold of are refused, with what to take instead', async (t) => {
  for (const scheme of ['sparse', 'identity'] as const)
    await t.throwsAsync(
      async () =>
        predict(await networkOf(scheme === 'sparse' ? { name: 'sparse', connections: 5 } : scheme), 'tanh'),
      {
        message: /mean-field theory does not hold of it.*standard or normalised/s,
      },
    );
  await t.throwsAsync(predict(inputWith({ network: smallNetwork() }), 'tanh'), {
    message: /before they are trained.*initialise/s,
  });
});

test('the same layers and examples give the same bytes, whatever the weights', async (t) => {
  const network = await networkOf('standard');
  const other = await runStage(initialise, runInitialise, {
    parameters: { layers, scheme: 'standard', seed: 4 },
  });
  const another = inputWith({ network: inputArtifact(outputOf(other, 'network')) });
  t.deepEqual((await predict(network, 'tanh')).outputs, (await predict(another, 'tanh')).outputs);
});

test('a run that is asked to stop stops', async (t) => {
  const network = await networkOf('standard');
  await t.throwsAsync(predict(network, 'tanh', AbortSignal.abort(new Error('stopped'))), {
    message: 'stopped',
  });
});
