import test from 'ava';
import type { Static } from 'typebox';
import { declaration } from '../../../stages/pretrain/declaration.js';
import { run } from '../../../stages/pretrain/run.js';
import { declaration as evaluate } from '../../../stages/evaluate/declaration.js';
import { run as runEvaluate } from '../../../stages/evaluate/run.js';
import { declaration as monitor } from '../../../stages/monitor/declaration.js';
import { run as runMonitor } from '../../../stages/monitor/run.js';
import { declaration as train } from '../../../stages/train/declaration.js';
import { run as runTrain } from '../../../stages/train/run.js';
import { decodeTensors, encodeTensors } from '../../../src/artifact/tensors.js';
import { streamMediaType } from '../../../src/data/examples.js';
import { shapesetDescription } from '../../../src/data/shapeset/description.js';
import { encodeStream } from '../../../src/data/stream.js';
import { decodeParameters } from '../../../src/engine/parameters.js';
import type { Chain, InputArtifact, StageRun } from '../../../src/stage/contract.js';
import { BadInput } from '../../../src/stage/problem.js';
import { testChain } from '../../training/chain.js';
import { artifact, inputWith, smallExamples, smallNetwork } from '../../training/small.js';
import { tableOf } from '../../training/tables.js';
import { inputOf, outputOf, type RanStage, runStage } from '../in-memory.js';

type Parameters = Partial<Static<typeof declaration.parameters>>;

const usual: Parameters = { batch: 4, learningRate: 0.1, recordEvery: 7, layerUpdates: 28 };

interface Setting {
  readonly chain?: Chain;
  readonly abortAt?: number;
  readonly data?: InputArtifact;
  readonly network?: InputArtifact;
}

function pretrain(parameters: Parameters = {}, setting: Setting = {}): Promise<RanStage> {
  const { chain, abortAt = Infinity, data = smallExamples(64), network = smallNetwork() } = setting;
  const abort = new AbortController();
  const interruptible: StageRun<typeof declaration> = (context) =>
    run({
      ...context,
      progress: (progress) => {
        context.progress(progress);
        if (progress.done >= abortAt) abort.abort(new Error('stopped'));
      },
    });
  return runStage(declaration, interruptible, {
    parameters: { ...usual, ...parameters },
    inputs: { data: inputWith({ train: data }), network: inputWith({ network }) },
    signal: abort.signal,
    ...(chain === undefined ? {} : { chain }),
  });
}

function filesOf(ran: RanStage): readonly Buffer[] {
  return [outputOf(ran, 'network').bytes, outputOf(ran, 'course').bytes];
}

function weightsOf(bytes: Buffer): readonly Float32Array[] {
  return decodeParameters(bytes).parameters.weights;
}

test('every hidden layer is learnt in its turn, and the output layer stays as it was', async (t) => {
  const before = weightsOf(await smallNetwork().bytes());
  const first = weightsOf(outputOf(await pretrain({ updates: 28 }), 'network').bytes);
  const both = await pretrain();
  const all = weightsOf(outputOf(both, 'network').bytes);
  t.notDeepEqual(first[0], before[0]);
  t.deepEqual(first.slice(1), before.slice(1));
  t.deepEqual(all[0], first[0]);
  t.notDeepEqual(all[1], before[1]);
  t.deepEqual(all[2], before[2]);
  const { description } = outputOf(both, 'network');
  t.deepEqual(
    [description.layers, description.activation, description.pretraining],
    [[12, 9, 7, 5], 'tanh', { corruption: 0.25, layerUpdates: 28, updates: 56 }],
  );
});

test('no updates at all hand the network on, bytes and description, so that what is trained from it is the same', async (t) => {
  const given = smallNetwork();
  const network = outputOf(await pretrain({ updates: 0 }, { network: given }), 'network');
  t.deepEqual([network.bytes, network.description], [await given.bytes(), given.description]);
});

test('the course tells of each layer from its first update to its last, and where its examples were', async (t) => {
  const { rows } = tableOf(outputOf(await pretrain(), 'course'));
  t.deepEqual(
    rows.map(({ layer, update, examples, decoder }) => [layer, update, examples, decoder]),
    [
      ...[0, 1, 2, 5, 7, 10, 14, 20, 21, 28].map((update) => [1, update, 4 * update, 'sigmoid']),
      ...[7, 14, 21, 22, 28].map((update) => [2, update, 4 * (28 + update), 'tanh']),
    ],
  );
  t.true(Number.isNaN(rows[0]?.cost));
  t.true(rows.slice(1).every(({ cost }) => Number(cost) > 0));
});

test('a pre-training that was interrupted, whatever the layer, ends as one that was not, bit for bit', async (t) => {
  const straight = await pretrain();
  for (const abortAt of [3, 20, 28, 43]) {
    const chain = testChain();
    await t.throwsAsync(pretrain({}, { chain, abortAt }), { message: 'stopped' });
    const resumed = await pretrain({}, { chain });
    t.true(Number(resumed.progress[0]?.done) > 0, `goes on from ${resumed.progress[0]?.done}`);
    t.deepEqual(filesOf(resumed), filesOf(straight), `stopped at ${abortAt}`);
  }
});

test('one that is extended, or cut short, is one that was asked for at first', async (t) => {
  const chain = testChain();
  for (const updates of [31, 50, 28, 0, 56]) {
    const again = await pretrain({ updates }, { chain });
    t.deepEqual(filesOf(again), filesOf(await pretrain({ updates })), `${updates} updates`);
  }
});

test('the seed decides what is corrupted', async (t) => {
  const [network] = filesOf(await pretrain({ order: 'sequential' }));
  t.notDeepEqual(filesOf(await pretrain({ order: 'sequential', seed: 2 }))[0], network);
  const none = { order: 'sequential', corruption: 0 } as const;
  const [clean] = filesOf(await pretrain(none));
  t.notDeepEqual(clean, network);
  t.deepEqual(filesOf(await pretrain({ ...none, seed: 2 }))[0], clean);
});

test('no label matters', async (t) => {
  const data = smallExamples(64);
  const tensors = decodeTensors(await data.bytes());
  const { labels } = tensors;
  if (labels?.type !== 'U8') throw new Error('labels are bytes');
  const same = { ...labels, data: new Uint8Array(labels.data.length) };
  const unlabelled = artifact(encodeTensors({ ...tensors, labels: same }), data.description);
  t.not(unlabelled.digest, data.digest);
  t.deepEqual(filesOf(await pretrain({}, { data: unlabelled })), filesOf(await pretrain()));
});

const shapes = artifact(
  Buffer.from(encodeStream({ generator: 'shapeset', seed: 1, purpose: 'train images' })),
  shapesetDescription('train', [0, 1], 'stream'),
  streamMediaType,
);

for (const activation of ['sigmoid', 'tanh', 'softsign', 'relu'] as const)
  test(`${activation}: the reconstruction of images of shapes, and of their code, becomes better`, async (t) => {
    const ran = await pretrain(
      { activation, batch: 10, learningRate: 0.01, layerUpdates: 400, recordEvery: 100 },
      { data: shapes, network: smallNetwork([1024, 60, 40, 9], 0.05) },
    );
    const { rows } = tableOf(outputOf(ran, 'course'));
    for (const layer of [1, 2]) {
      const costs = rows.filter((row) => row.layer === layer && Number(row.update) >= 100);
      const [first, last] = [Number(costs[0]?.cost), Number(costs.at(-1)?.cost)];
      t.true(last < 0.98 * first, `layer ${layer}: ${first} to ${last}`);
    }
  });

test('a pre-trained network is trained, monitored and evaluated as any other', async (t) => {
  const data = inputWith({
    train: smallExamples(64),
    validation: smallExamples(40, 2),
    test: smallExamples(30, 3),
  });
  const network = inputOf((await pretrain()).outputs);
  const trained = await runStage(train, runTrain, {
    parameters: { batch: 4, learningRate: 0.2, recordEvery: 7, updates: 28 },
    inputs: { data, network },
  });
  const measured = await runStage(monitor, runMonitor, {
    parameters: { every: 14, examples: 30, validation: 40 },
    inputs: { data, initial: network, training: inputOf(trained.outputs) },
  });
  t.true(tableOf(outputOf(measured, 'activations')).rows.length > 0);
  const final = inputOf({ network: outputOf(trained, 'network') });
  const evaluated = await runStage(evaluate, runEvaluate, { inputs: { data, network: final } });
  t.is(tableOf(outputOf(evaluated, 'errors')).rows.length, 2);
  await t.throwsAsync(
    runStage(train, runTrain, { parameters: { activation: 'softsign' }, inputs: { data, network } }),
    { instanceOf: BadInput, message: /activation.*was trained with "tanh"/ },
  );
});

test('one that diverges keeps the last recorded finite state, and says where', async (t) => {
  const ran = await pretrain({ activation: 'linear', learningRate: 1e6, updates: 56 });
  t.regex(ran.result.failure ?? '', /diverged at update \d+/);
  t.is(outputOf(ran, 'network').description.failure, ran.result.failure);
  t.true(
    weightsOf(outputOf(ran, 'network').bytes).every((weights) => weights.every((w) => Number.isFinite(w))),
  );
});

test('what cannot be pre-trained is told with what would be right', async (t) => {
  const wrong: readonly [Promise<RanStage>, RegExp][] = [
    [pretrain({ layerUpdates: 20 }), /layerUpdates.*no multiple of recordEvery, 7/s],
    [pretrain({}, { network: smallNetwork([12, 5]) }), /no hidden layer/],
    [pretrain({}, { network: smallNetwork([13, 4, 5]) }), /the images have 12 pixels/],
    [pretrain({}, { network: smallNetwork(undefined, NaN) }), /not a finite number/],
  ];
  for (const [ran, message] of wrong) await t.throwsAsync(ran, { instanceOf: BadInput, message });
});
