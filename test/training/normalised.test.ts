import test from 'ava';
import type { Static } from 'typebox';
import { declaration as evaluateStage } from '../../stages/evaluate/declaration.js';
import { run as runEvaluate } from '../../stages/evaluate/run.js';
import { declaration as monitorStage } from '../../stages/monitor/declaration.js';
import { observe, run as runMonitor } from '../../stages/monitor/run.js';
import { declaration as ratesStage } from '../../stages/rates/declaration.js';
import { run as runRates } from '../../stages/rates/run.js';
import { declaration as statisticsStage } from '../../stages/statistics/declaration.js';
import { run as runStatistics } from '../../stages/statistics/run.js';
import { declaration } from '../../stages/train/declaration.js';
import { run } from '../../stages/train/run.js';
import { decodeTensors } from '../../src/artifact/tensors.js';
import { normalisations } from '../../src/engine/engine.js';
import type { Chain, Observer, Retraced, StageContext, StageRun } from '../../src/stage/contract.js';
import { BadInput } from '../../src/stage/problem.js';
import { retrace } from '../../src/training/retrace.js';
import { inputOf, memoInMemory, outputOf, type RanStage, runStage } from '../stages/in-memory.js';
import { testChain } from './chain.js';
import { inputWith, smallExamples, smallNetwork, smallRates } from './small.js';
import { tableOf } from './tables.js';

type Parameters = Partial<Static<typeof declaration.parameters>>;

const data = inputWith({
  train: smallExamples(64),
  validation: smallExamples(40, 2),
  test: smallExamples(30, 3),
});
const network = inputWith({ network: smallNetwork() });
const usual: Parameters = { batch: 4, learningRate: 0.2, recordEvery: 7, updates: 60 };

interface Setting {
  readonly chain?: Chain;
  readonly observers?: readonly Observer[];
  readonly abortAt?: number;
}

function train(
  parameters: Parameters,
  { abortAt = Infinity, ...setting }: Setting = {},
  inputs: object = {},
): Promise<RanStage> {
  const abort = new AbortController();
  const interruptible: StageRun<typeof declaration> = (context) =>
    run({
      ...context,
      progress: ({ done }) => {
        if (done >= abortAt) abort.abort(new Error('stopped'));
      },
    });
  return runStage(declaration, interruptible, {
    parameters: { ...usual, ...parameters },
    inputs: { data, network, ...inputs },
    signal: abort.signal,
    ...setting,
  });
}

for (const normalisation of normalisations) {
  test(`a normalised training that is interrupted anywhere and resumed, extended or cut short has the bytes of a straight one: ${normalisation}`, async (t) => {
    const straight = (await train({ normalisation })).outputs;
    for (let abortAt = 0; abortAt < 50; abortAt += 3) {
      const chain = testChain();
      await t.throwsAsync(train({ normalisation }, { chain, abortAt }), { message: 'stopped' });
      t.deepEqual((await train({ normalisation }, { chain })).outputs, straight, `interrupted at ${abortAt}`);
    }
    const chain = testChain();
    for (const updates of [21, 60, 20, 45]) {
      const { outputs } = await train({ normalisation, updates }, { chain });
      t.deepEqual(outputs, (await train({ normalisation, updates })).outputs, `${updates}`);
    }
    for (const optimiser of ['momentum', 'adam'] as const) {
      const chain = testChain();
      const parameters: Parameters = { normalisation, optimiser, learningRate: 0.01 };
      await t.throwsAsync(train(parameters, { chain, abortAt: 30 }), { message: 'stopped' });
      const { outputs } = await train(parameters, { chain });
      t.deepEqual(outputs, (await train(parameters)).outputs, optimiser);
    }
  });

  test(`the file of a normalised network has what normalises it, and says so: ${normalisation}`, async (t) => {
    const { bytes, description } = outputOf(await train({ normalisation }), 'network');
    const own = normalisation === 'batch' ? ['gain', 'mean', 'shift', 'variance'] : ['gain', 'shift'];
    const hidden = ['layer1', 'layer2'].flatMap((layer) => own.map((name) => `${layer}.${name}`));
    const plain = ['layer1', 'layer2', 'layer3'].flatMap((layer) => [`${layer}.bias`, `${layer}.weights`]);
    t.deepEqual(Object.keys(decodeTensors(bytes)).sort(), [...hidden, ...plain].sort());
    t.is(description.normalisation, normalisation);
  });

  test(`every stretch of a normalised training can be done again: ${normalisation}`, async (t) => {
    const chain = testChain();
    const { outputs } = await train({ normalisation }, { chain });
    const { artifacts } = inputOf(outputs);
    const answers: Retraced[] = [];
    const asking = async (context: StageContext): Promise<void> =>
      void answers.push(await retrace.reexecute(context, artifacts, await retrace.parts(artifacts)));
    const parameters = { ...usual, normalisation };
    await runStage(declaration, asking, { parameters, inputs: { data, network }, chain });
    const [answer] = answers;
    t.is(answer?.broken, null);
    t.true((answer?.parts.length ?? 0) > 10);
    t.deepEqual(
      answer?.parts.filter(({ difference }) => difference !== null),
      [],
    );
  });

  test(`a monitor measures a normalised training in passing as afterwards, as evaluate and statistics see it: ${normalisation}`, async (t) => {
    const memo = memoInMemory();
    const parameters = { every: 14, examples: 30, validation: 40 };
    const made: Observer[] = [];
    const inputs = { data, initial: network };
    const making = async (context: StageContext<typeof monitorStage>): Promise<void> =>
      void made.push(await observe(context));
    await runStage(monitorStage, making, { parameters, inputs, memo });
    const ran = await train({ normalisation }, { observers: made });
    const training = inputOf(ran.outputs);
    const monitor = (of: typeof memo) =>
      runStage(monitorStage, runMonitor, { parameters, inputs: { training, ...inputs }, memo: of });
    const passing = await monitor(memo);
    t.deepEqual(passing.outputs, (await monitor(memoInMemory())).outputs);

    const seen = { inputs: { data, network: training }, parameters: { normalisation } };
    const evaluated = await runStage(evaluateStage, runEvaluate, seen);
    const [validation] = tableOf(outputOf(evaluated, 'errors')).rows;
    t.is(tableOf(outputOf(passing, 'errors')).rows.at(-1)?.cost, validation?.cost);
    const statistics = await runStage(statisticsStage, runStatistics, {
      ...seen,
      parameters: { normalisation, examples: 30 },
    });
    const sds = (of: RanStage) => tableOf(outputOf(of, 'backpropagatedGradients')).rows.map(({ sd }) => sd);
    t.deepEqual(sds(passing).slice(-3), sds(statistics));
  });

  test(`a trained network is opened with the normalisation that it was trained with, and no other: ${normalisation}`, async (t) => {
    const other = normalisation === 'batch' ? 'layer' : 'batch';
    const normalised = inputOf((await train({ normalisation })).outputs);
    const plain = inputOf((await train({})).outputs);
    const evaluate = (of: typeof plain, parameters: Parameters) =>
      runStage(evaluateStage, runEvaluate, { parameters, inputs: { data, network: of } });
    for (const [of, parameters, rule] of [
      [normalised, {}, new RegExp(`normalisation {2}is not given, but .* trained with "${normalisation}"`)],
      [normalised, { normalisation: other }, /^normalisation {2}is "/],
      [plain, { normalisation }, /trained with none\. {2}Leave it out/],
    ] as const) {
      const error = await t.throwsAsync(evaluate(of, parameters), { instanceOf: BadInput });
      t.regex(error.message, rule);
    }
    // A file that comes without its description is looked into.
    const { network: file } = normalised.artifacts;
    if (file === undefined) throw new Error('train writes a network');
    const bare = inputWith({ network: { ...file, description: {} } });
    await t.throwsAsync(evaluate(bare, {}), { instanceOf: BadInput, message: /^normalisation {2}/ });
  });

  test(`what is not there for normalised networks is refused, with what to do: ${normalisation}`, async (t) => {
    const refusal = async (ran: Promise<unknown>) =>
      (await t.throwsAsync(ran, { instanceOf: BadInput })).message;
    const rates = inputWith({ rates: smallRates(() => 1) });
    t.regex(await refusal(train({ normalisation }, {}, { rates })), /train without rates/);
    const rated = runStage(ratesStage, runRates, {
      parameters: { normalisation },
      inputs: { data, network },
    });
    t.regex(await refusal(rated), /only for networks that are not normalised/);
    t.regex(await refusal(train({ normalisation, engine: 'tensorflow' })), /Take the engine portable/);
  });
}

test('batch normalisation is refused minibatches of one example, layer normalisation takes them', async (t) => {
  const alone = train({ normalisation: 'batch', batch: 1 });
  const { message } = await t.throwsAsync(alone, { instanceOf: BadInput });
  t.regex(message, /^batch {2}is 1, .*Take 2 or more/);
  await t.notThrowsAsync(train({ normalisation: 'layer', batch: 1 }));
});
