import test from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import type { Observer } from '../../../src/stage/contract.js';
import { decodeParameters } from '../../../src/engine/parameters.js';
import { BadInput } from '../../../src/stage/problem.js';
import { readTrajectory } from '../../../src/training/trajectory.js';
import { outputOf, type RanStage } from '../in-memory.js';
import { originOf } from '../../../src/training/origin.js';
import { testChain } from '../../training/chain.js';
import { artifact, overflowingExamples, smallNetwork, smallRates } from '../../training/small.js';
import { resumes } from './resuming.js';
import { diverging, examples, type Parameters, stored, train } from './trainings.js';

async function rowsOf(
  ran: RanStage,
): Promise<readonly { readonly update: number; readonly cost: number | null }[]> {
  const { bytes, description, mediaType } = outputOf(ran, 'trajectory');
  return (await readTrajectory(artifact(bytes, description, mediaType))).rows;
}

test('a training lowers its cost and records the grid and its last update', async (t) => {
  const rows = await rowsOf(await train({ updates: 400, recordEvery: 150 }));
  t.deepEqual(
    rows.map(({ update }) => update),
    [0, 1, 2, 5, 10, 20, 50, 150, 300, 400],
  );
  const [, first] = rows;
  const last = rows.at(-1);
  t.is(rows[0]?.cost, null);
  t.true((last?.cost ?? 9) < (first?.cost ?? 0) * 0.9);
});

test("the trajectory's last digest is that of the network's bytes, and its first that of the initial network", async (t) => {
  const ran = await train({});
  const { bytes, description } = outputOf(ran, 'trajectory');
  const lines = bytes.toString().trim().split('\n');
  t.true(lines.at(-1)?.endsWith(digestOf(outputOf(ran, 'network').bytes)));
  t.true(lines[1]?.endsWith(smallNetwork().digest));
  t.is(lines[1]?.split(',').slice(0, 4).join(), '0,0,NaN,NaN');
  const origin = originOf({ data: examples, network: smallNetwork() });
  t.like(description, { ...origin, learningRate: 0.2, batch: 4 });
});

test('an arithmetic has bits of its own, and the trajectory and the network say what they were made with', async (t) => {
  const portable = await train({});
  const fma = await train({ arithmetic: 'fma' });
  t.notDeepEqual(outputOf(fma, 'network').bytes, outputOf(portable, 'network').bytes);
  const settings = { activation: 'tanh', cost: 'crossEntropy' };
  t.like(outputOf(fma, 'trajectory').description, { ...settings, engine: 'portable', arithmetic: 'fma' });
  t.like(outputOf(fma, 'network').description, settings);
});

resumes('plain descent', {});

// Serial: a training that the others hold up for a second keeps states on its way.
test.serial(
  'a state whose bytes are lost is passed over: training goes on from the one before',
  async (t) => {
    const chain = testChain();
    for (const updates of [21, 35, 56]) await train({ updates }, { chain });
    chain.loseBytes(56);
    const ran = await train({}, { chain });
    t.deepEqual(stored(ran), stored(await train({})));
    t.is(ran.progress[0]?.done, 35);
  },
);

test.serial('a state whose way there is not noted is passed over: no row is ever missing', async (t) => {
  const chain = testChain();
  for (const updates of [21, 35, 56]) await train({ updates }, { chain });
  chain.lose(35);
  const ran = await train({}, { chain });
  t.deepEqual(stored(ran), stored(await train({})));
  t.is(ran.progress[0]?.done, 21);
});

test.serial('a resumed training that reaches other bits than before fails instead of going on', async (t) => {
  const chain = testChain();
  await train({ updates: 35 }, { chain });
  chain.loseBytes(35);
  const error = await t.throwsAsync(train({ learningRate: 0.3 }, { chain }));
  t.regex(error.message, /state after update 1 is not what it was before/);
});

const inOrder: Parameters = { order: 'sequential' };

test('a divergence ends the training at the last recorded state and says where and why', async (t) => {
  const ran = await train(inOrder, diverging);
  t.regex(
    ran.result.failure ?? '',
    /^the training diverged at update 11 \(learning rate 0\.2\): .*smaller learningRate/,
  );
  t.deepEqual(
    (await rowsOf(ran)).map(({ update }) => update),
    [0, 1, 2, 5, 7, 10],
  );
  const { description, bytes } = outputOf(ran, 'trajectory');
  t.is(description.failure, ran.result.failure);
  t.is(outputOf(ran, 'network').description.failure, ran.result.failure);
  t.true(
    bytes
      .toString()
      .trim()
      .endsWith(digestOf(outputOf(ran, 'network').bytes)),
  );
  t.deepEqual(
    outputOf(ran, 'network').bytes,
    outputOf(await train({ ...inOrder, updates: 10 }, diverging), 'network').bytes,
  );
});

test('a training that goes on from a diverged one tells of it as of its input, not as its own', async (t) => {
  const network = { ...smallNetwork(), description: { failure: 'the training diverged at update 3' } };
  for (const { description } of Object.values((await train({}, { network })).outputs)) {
    t.is(description.failure, undefined);
    t.deepEqual(description.failures, ['the training diverged at update 3']);
  }
});

test('a diverged training that is resumed, interrupted or given more updates ends the same', async (t) => {
  const straight = stored(await train(inOrder, diverging));
  const chain = testChain();
  await train(inOrder, { ...diverging, chain });
  t.deepEqual(stored(await train(inOrder, { ...diverging, chain })), straight);
  t.deepEqual(stored(await train({ ...inOrder, updates: 600 }, { ...diverging, chain })), straight);
  const interrupted = testChain();
  await t.throwsAsync(train(inOrder, { ...diverging, chain: interrupted, abortAt: 5 }));
  t.deepEqual(stored(await train(inOrder, { ...diverging, chain: interrupted })), straight);
});

test('a training that cannot do its first update leaves the network as it was', async (t) => {
  const ran = await train(inOrder, { ...diverging, data: overflowingExamples(64, 0) });
  t.regex(ran.result.failure ?? '', /^the training diverged at update 1 /);
  t.deepEqual(digestOf(outputOf(ran, 'network').bytes), diverging.network.digest);
});

test('an initial network that is not of finite numbers is bad input', async (t) => {
  await t.throwsAsync(train({}, { network: smallNetwork(undefined, Infinity) }), { instanceOf: BadInput });
});

test('a network that does not fit the images is bad input that says what would', async (t) => {
  const error = await t.throwsAsync(train({}, { network: smallNetwork([10, 5]) }), { instanceOf: BadInput });
  t.regex(
    error.message,
    /^input network, layers\.0 {2}is 10, but the images have 12 pixels\. {2}Let the layers begin with 12\.$/,
  );
});

test('observers see the recorded states they want, the first included, each as its digest says', async (t) => {
  const seen: number[] = [];
  const ran = await train(
    { updates: 30 },
    {
      observers: [
        {
          wants: (update) => update !== 2,
          measure: async ({ update }) => {
            await new Promise((resolve) => setTimeout(resolve, 1));
            seen.push(update);
          },
        },
      ],
    },
  );
  t.deepEqual(seen, [0, 1, 5, 7, 10, 14, 20, 21, 28, 30]);
  t.is(ran.progress.at(-1)?.done, 30);
});

test('an observer that fails harms neither the training nor the other observers', async (t) => {
  const seen: number[] = [];
  const failing: Observer = { wants: () => true, measure: () => Promise.reject(new Error('no')) };
  const other: Observer = {
    wants: () => true,
    measure: ({ update }) => Promise.resolve(void seen.push(update)),
  };
  const ran = await train({ updates: 10 }, { observers: [failing, other] });
  t.deepEqual(stored(ran), stored(await train({ updates: 10 })));
  t.deepEqual(seen, [0, 1, 2, 5, 7, 10]);
});

function parametersOf(ran: RanStage): ReturnType<typeof decodeParameters>['parameters'] {
  return decodeParameters(outputOf(ran, 'network').bytes).parameters;
}

function greatestDifference(a: RanStage, b: RanStage): number {
  const [one, other] = [a, b].map((ran) => {
    const { weights, biases } = parametersOf(ran);
    return [...weights, ...biases].flatMap((layer) => [...layer]);
  });
  return Math.max(...(one ?? []).map((value, index) => Math.abs(value - (other?.[index] ?? NaN))));
}

test('rates that are all 1 train as no rates do, and those that are all ½ as half the learning rate does', async (t) => {
  const plain = await train({ updates: 20 });
  t.true(greatestDifference(plain, await train({ updates: 20 }, { rates: smallRates(() => 1) })) < 1e-6);
  const halved = await train({ updates: 20, learningRate: 0.4 }, { rates: smallRates(() => 0.5) });
  t.true(greatestDifference(plain, halved) < 1e-6);
  t.true(greatestDifference(plain, await train({ updates: 20, learningRate: 0.4 })) > 1e-3);
});

test('a layer whose rates are 0 stays as it is, and one update of another is its rate times that of plain training', async (t) => {
  const start = decodeParameters(await smallNetwork().bytes()).parameters;
  const plain = parametersOf(await train({ updates: 1 }));
  const rated = parametersOf(await train({ updates: 1 }, { rates: smallRates((layer) => layer) }));
  for (const part of ['weights', 'biases'] as const)
    for (const [layer, values] of rated[part].entries())
      for (const [index, value] of values.entries()) {
        const from = start[part][layer]?.[index] ?? NaN;
        const step = (plain[part][layer]?.[index] ?? NaN) - from;
        t.true(layer === 0 ? value === from : Math.abs(value - from - layer * step) < 1e-6);
      }
});

test('a training with rates says which, and has the same bytes however it is interrupted', async (t) => {
  const rates = smallRates((layer) => 1 / (1 + layer));
  const straight = await train({}, { rates });
  t.is(outputOf(straight, 'trajectory').description.rates, rates.digest);
  for (const abortAt of [1, 7, 20, 45]) {
    const chain = testChain();
    await t.throwsAsync(train({}, { rates, chain, abortAt }), { message: 'stopped' });
    t.deepEqual(stored(await train({}, { rates, chain })), stored(straight), `interrupted at ${abortAt}`);
  }
});

test('rates for another architecture, or that are no finite rates, are bad input', async (t) => {
  for (const [rates, rule] of [
    [smallRates(() => 1, [12, 7, 5]), /layers \[12,7,5\], but this one has \[12,9,7,5\]/],
    [
      { ...smallRates(() => 1), description: { activation: 'relu' } },
      /activation "relu", but this one has "tanh"/,
    ],
    [smallRates(() => NaN), /finite/],
    [smallRates(() => -1), /at least 0/],
    [smallRates(() => 3e38), /times the learning rate 2 .*smaller learningRate/],
  ] as const) {
    const error = await t.throwsAsync(train({ learningRate: 2 }, { rates }), { instanceOf: BadInput });
    t.regex(error.message, rule);
  }
});
