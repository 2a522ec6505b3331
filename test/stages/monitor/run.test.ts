import test from 'ava';
import type { Static } from 'typebox';
import { declaration } from '../../../stages/monitor/declaration.js';
import { observe, run } from '../../../stages/monitor/run.js';
import { declaration as train } from '../../../stages/train/declaration.js';
import { run as runTrain } from '../../../stages/train/run.js';
import type { Cost } from '../../../src/engine/engine.js';
import type { Chain, Input, Memo, Observer, StageContext } from '../../../src/stage/contract.js';
import { BadInput } from '../../../src/stage/problem.js';
import { divergence } from '../../../src/training/divergence.js';
import type { OptimiserParameter } from '../../../src/training/optimiser.js';
import { testChain } from '../../training/chain.js';
import {
  inputWith,
  overflowingExamples,
  overflowingNetwork,
  smallExamples,
  smallNetwork,
  smallRates,
} from '../../training/small.js';
import { tableOf } from '../../training/tables.js';
import { inputOf, memoInMemory, outputOf, type RanStage, runStage } from '../in-memory.js';

type Context = StageContext<typeof declaration>;

const parameters: Partial<Static<typeof declaration.parameters>> = {
  every: 14,
  examples: 30,
  validation: 40,
};
const validation = smallExamples(40, 2);
const testing = smallExamples(30, 3);
type Inputs = Readonly<Record<'data' | 'initial', Input> & Partial<Record<'rates', Input>>>;

const usual: Inputs = {
  data: inputWith({ train: smallExamples(64), validation, test: testing }),
  initial: inputWith({ network: smallNetwork() }),
};
const diverging = {
  data: inputWith({ train: overflowingExamples(64, 41), validation, test: testing }),
  initial: inputWith({ network: overflowingNetwork() }),
};

const course = { batch: 4, learningRate: 0.2, recordEvery: 7, order: 'sequential' } as const;

/** A training of 60 updates, as the input `training` of a monitor. */
async function trained(
  { data, initial, rates } = usual,
  setting: {
    chain?: Chain;
    observers?: readonly Observer[];
    updates?: number;
    cost?: Cost;
    optimiser?: OptimiserParameter;
  } = {},
): Promise<Input> {
  const { updates = 60, cost = 'crossEntropy', optimiser = 'sgd', ...rest } = setting;
  const ran = await runStage(train, runTrain, {
    parameters: { ...course, updates, cost, optimiser },
    inputs: { data, network: initial, ...(rates === undefined ? {} : { rates }) },
    ...rest,
  });
  return { ...inputOf(ran.outputs), ...(setting.chain === undefined ? {} : { chain: setting.chain }) };
}

function monitor(
  training: Input,
  memo: Memo,
  inputs = usual,
  more: typeof parameters = {},
): Promise<RanStage> {
  return runStage(declaration, run, {
    parameters: { ...parameters, ...more },
    inputs: { training, ...inputs },
    memo,
  });
}

/** The observer as the process that trains gets it: before there is a training. */
async function observerOf(memo: Memo, inputs = usual): Promise<Observer> {
  const made: Observer[] = [];
  const making = async (context: Context): Promise<void> => void made.push(await observe(context));
  await runStage(declaration, making, { parameters, inputs, memo });
  const [observer] = made;
  if (observer === undefined) throw new Error('no observer was made');
  return observer;
}

test('what is measured in passing has the bytes of what is measured afterwards by training again', async (t) => {
  const memo = memoInMemory();
  const training = await trained(usual, { observers: [await observerOf(memo)] });
  const passing = await monitor(training, memo);
  const afterwards = await monitor(training, memoInMemory());
  t.deepEqual(passing.outputs, afterwards.outputs);
  t.deepEqual(trainedAgain(passing), []);
  t.is(trainedAgain(afterwards).at(-1), 60);
});

for (const optimiser of ['momentum', 'adam'] as const)
  test(`a training by ${optimiser} is trained again as it was, from kept states and from its beginning`, async (t) => {
    const memo = memoInMemory();
    const straight = await trained(usual, { optimiser, observers: [await observerOf(memo)] });
    const passing = await monitor(straight, memo);
    t.deepEqual(trainedAgain(passing), []);
    t.deepEqual((await monitor(straight, memoInMemory())).outputs, passing.outputs);
    const chain = testChain();
    for (const updates of [28, 49]) await trained(usual, { chain, updates, optimiser });
    const resumed = await trained(usual, { chain, optimiser });
    t.deepEqual((await monitor(resumed, memoInMemory())).outputs, passing.outputs);
  });

test('the grid of the measurements, the early updates and the last are measured, in each layer and split', async (t) => {
  const ran = await monitor(await trained(), memoInMemory());
  const updates = [0, 1, 2, 5, 10, 14, 20, 28, 42, 50, 56, 60];
  const seen = (output: string, column: string) =>
    tableOf(outputOf(ran, output)).rows.map((row) => [row.update, row[column]]);
  const each = (values: readonly unknown[]) =>
    updates.flatMap((update) => values.map((value) => [update, value]));
  t.deepEqual(seen('activations', 'layer'), each([1, 2]));
  t.deepEqual(seen('weightGradients', 'layer'), each([1, 2, 3]));
  t.deepEqual(seen('backpropagatedGradients', 'layer'), each([1, 2, 3]));
  t.deepEqual(seen('errors', 'split'), each(['test', 'validation']));
  const last = tableOf(outputOf(ran, 'errors')).rows.at(-1);
  t.is(last?.examples, 60 * 4);
  t.is(last?.epoch, (60 * 4) / 200_000);
});

test('a training with rates is trained again with the same rates; without them, or with others, it is refused', async (t) => {
  const rated = { ...usual, rates: inputWith({ rates: smallRates((layer) => 1 / (1 + layer)) }) };
  const memo = memoInMemory();
  const training = await trained(rated, { observers: [await observerOf(memo, rated)] });
  const afterwards = await monitor(training, memoInMemory(), rated);
  t.is(trainedAgain(afterwards).at(-1), 60);
  t.deepEqual((await monitor(training, memo, rated)).outputs, afterwards.outputs);
  for (const inputs of [usual, { ...usual, rates: inputWith({ rates: smallRates(() => 1) }) }]) {
    const error = await t.throwsAsync(monitor(training, memo, inputs), { instanceOf: BadInput });
    t.regex(error.message, /input rates {2}is not what the training began with/);
  }
});

test('only what is missing is trained again, from the nearest state that can be had', async (t) => {
  const chain = testChain();
  for (const updates of [28, 49]) await trained(usual, { chain, updates });
  const training = await trained(usual, { chain });
  const memo = memoInMemory();
  await monitor(training, memo, usual, { every: 28, early: false });
  const ran = await monitor(training, memo, usual, { every: 7, early: false });
  t.deepEqual(
    ran.outputs,
    (await monitor(await trained(), memoInMemory(), usual, { every: 7, early: false })).outputs,
  );
  const reached = trainedAgain(ran);
  t.is(reached[0], 0);
  t.false(
    reached.some((update) => update > 21 && update < 28),
    'update 28 was measured before',
  );
  t.false(
    reached.some((update) => update > 49 && update < 56),
    'update 56 was measured before',
  );
});

test('a training that diverged is measured up to its divergence, and the tables say so', async (t) => {
  const memo = memoInMemory();
  const training = await trained(diverging, { observers: [await observerOf(memo, diverging)] });
  const passing = await monitor(training, memo, diverging);
  t.deepEqual(passing.outputs, (await monitor(training, memoInMemory(), diverging)).outputs);
  const { rows, description } = tableOf(outputOf(passing, 'errors'));
  t.is(rows.at(-1)?.update, 10);
  t.like(description, { failures: [divergence(11, 0.2)] });
});

test('a trajectory with a wrong digest is found out, and the first update that differs is named', async (t) => {
  const training = await trained();
  const trajectory = training.artifacts.trajectory;
  if (trajectory === undefined) throw new Error('there is no trajectory');
  const lines = (await trajectory.bytes()).toString().split('\n');
  const changed = lines.map((line) =>
    line.startsWith('14,') || line.startsWith('35,')
      ? line.replace(/.$/, (c) => (c === '0' ? '1' : '0'))
      : line,
  );
  const bytes = () => Promise.resolve(Buffer.from(changed.join('\n')));
  const tampered = {
    ...training,
    artifacts: { ...training.artifacts, trajectory: { ...trajectory, bytes } },
  };
  const error = await t.throwsAsync(monitor(tampered, memoInMemory()));
  t.regex(error.message, /the state after update 14 is not what it was/);
});

test('data that mean something else than what was trained on are refused, also where all is remembered', async (t) => {
  const memo = memoInMemory();
  const training = await trained(usual, { observers: [await observerOf(memo)] });
  const train = smallExamples(64);
  const other = { ...train, description: { ...train.description, range: [-1, 1] } };
  const inputs = { ...usual, data: inputWith({ train: other, validation, test: testing }) };
  const error = await t.throwsAsync(monitor(training, memo, inputs), { instanceOf: BadInput });
  t.regex(error.message, /input data {2}is not what the training began with/);
});

test('other inputs than the training had are bad input that names the input', async (t) => {
  const training = await trained();
  const other = { ...usual, data: inputWith({ train: smallExamples(64, 9), validation, test: testing }) };
  const error = await t.throwsAsync(monitor(training, memoInMemory(), other), { instanceOf: BadInput });
  t.regex(error.message, /input data {2}is not what the training began with/);
  const initial = inputWith({ network: smallNetwork(undefined, 0.4) });
  const second = await t.throwsAsync(monitor(training, memoInMemory(), { ...usual, initial }), {
    instanceOf: BadInput,
  });
  t.regex(second.message, /input initial {2}is not what/);
});

test('a spacing that is no multiple of the recorded one is bad input that names one that is', async (t) => {
  const training = await trained();
  const error = await t.throwsAsync(monitor(training, memoInMemory(), usual, { every: 10 }), {
    instanceOf: BadInput,
  });
  t.regex(error.message, /no multiple of the training's recordEvery, 7.*Take 14/);
});

test('what is measured in passing is not taken for the measurement of another probe', async (t) => {
  const memo = memoInMemory();
  const training = await trained(usual, { observers: [await observerOf(memo)] });
  const ran = await monitor(training, memo, usual, { validation: 0, gradients: false });
  t.deepEqual(
    ran.outputs,
    (await monitor(training, memoInMemory(), usual, { validation: 0, gradients: false })).outputs,
  );
  t.is(tableOf(outputOf(ran, 'weightGradients')).rows.length, 0);
  t.deepEqual([...new Set(tableOf(outputOf(ran, 'errors')).rows.map(({ split }) => split))], ['test']);
});

test("a training's own cost is what is measured, and another's is not taken for it", async (t) => {
  const memo = memoInMemory();
  const nats = await monitor(await trained(), memo);
  const quadratic = await trained(usual, { cost: 'quadratic' });
  const ran = await monitor(quadratic, memo);
  t.deepEqual(ran.outputs, (await monitor(quadratic, memoInMemory())).outputs);
  const costAtStart = (of: RanStage) => tableOf(outputOf(of, 'errors')).rows[0]?.cost;
  t.true(Number(costAtStart(nats)) > 1);
  // ½ Σ (P − [c = y])² is less than 1; both trainings begin in the same state.
  t.true(Number(costAtStart(ran)) < 1);
});

/** The updates that were trained again, as they were told. */
function trainedAgain({ progress }: Pick<RanStage, 'progress'>): readonly number[] {
  return progress.filter(({ unit }) => unit === 'updates').map(({ done }) => done);
}
