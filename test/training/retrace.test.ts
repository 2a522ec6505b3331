import test from 'ava';
import fc from 'fast-check';
import { declaration } from '../../stages/train/declaration.js';
import { run } from '../../stages/train/run.js';
import { digestOf, type Digest } from '../../src/artifact/digest.js';
import type { Network } from '../../src/engine/engine.js';
import type { Chain, Input, RecordedPart, Retraced, StageContext } from '../../src/stage/contract.js';
import { follow } from '../../src/training/follow.js';
import { byUpdate, keptStates } from '../../src/training/kept.js';
import { trainingInputs } from '../../src/training/origin.js';
import { type Prepared, prepareTraining } from '../../src/training/prepare.js';
import type { OptimiserParameter } from '../../src/training/optimiser.js';
import { reexecute } from '../../src/training/reexecute.js';
import { retrace } from '../../src/training/retrace.js';
import { encodeTrajectory, readTrajectory, type TrajectoryRow } from '../../src/training/trajectory.js';
import { inputOf, outputOf, type RanStage, runStage } from '../stages/in-memory.js';
import { testChain, type TestChain } from './chain.js';
import { alone, artifact, inputWith, smallExamples, smallNetwork, usualNetwork } from './small.js';

const settings = {
  batch: 4,
  learningRate: 0.2,
  recordEvery: 7,
  updates: 60,
  order: 'shuffled',
  seed: 1,
} as const;
const inputs = {
  data: inputWith({ train: smallExamples(64) }),
  network: inputWith({ network: smallNetwork() }),
};

type Outputs = Input['artifacts'];

async function train(
  chain: Chain = testChain(),
  updates: number = settings.updates,
  optimiser: OptimiserParameter = 'sgd',
): Promise<RanStage> {
  return runStage(declaration, run, { parameters: { ...settings, updates, optimiser }, inputs, chain });
}

/** What retracing says of these parts, or of all. */
async function retraced(
  outputs: Outputs,
  chain: Chain | undefined,
  parts?: readonly RecordedPart[],
  optimiser: OptimiserParameter = 'sgd',
): Promise<Retraced> {
  const asked = parts ?? (await retrace.parts(outputs));
  const answers: Retraced[] = [];
  const asking = async (context: StageContext): Promise<void> =>
    void answers.push(await retrace.reexecute(context, outputs, asked));
  await runStage(declaration, asking, {
    parameters: { ...settings, optimiser },
    inputs,
    ...(chain === undefined ? {} : { chain }),
  });
  const [answer] = answers;
  if (answer === undefined) throw new Error('nothing was retraced');
  return answer;
}

/** Carries the states that these outputs record to the chain of the training with other code. */
async function carry(outputs: Outputs, from: Chain, to: Chain): Promise<void> {
  const carrying = (context: StageContext) => retrace.carry(context, outputs, from, { from: 'there' });
  await runStage(declaration, carrying, { parameters: settings, inputs, chain: to });
}

/** The outputs with a trajectory whose rows were changed. */
async function withRows(
  { outputs }: RanStage,
  change: (rows: readonly TrajectoryRow[]) => readonly TrajectoryRow[],
): Promise<Outputs> {
  const { network, trajectory } = inputOf(outputs).artifacts;
  if (network === undefined || trajectory === undefined) throw new Error('train writes both');
  const read = await readTrajectory(trajectory);
  const { csv, description } = encodeTrajectory({ ...read, rows: change(read.rows) });
  return { network, trajectory: artifact(Buffer.from(csv), description, trajectory.mediaType) };
}

const other: Digest = digestOf('another state');
const ends = [1, 2, 5, 7, 10, 14, 20, 21, 28, 35, 42, 49, 50, 56, 60];

test('every stretch between rows is one that can be done again, and all of a right training hold', async (t) => {
  const chain = testChain();
  const { outputs } = await train(chain);
  const found = await retraced(inputOf(outputs).artifacts, chain);
  t.is(found.broken, null);
  t.deepEqual(
    found.parts.map(({ until, difference }) => [until, difference]),
    ends.map((until) => [until, null]),
  );
  t.is(found.beside, 0, 'each leads to the next');
});

for (const optimiser of ['momentum', 'adam'] as const)
  test(`stretches of a training by ${optimiser} hold when they are done again, and of one by another rule do not`, async (t) => {
    const chain = testChain();
    await train(chain, 28, optimiser);
    const outputs = inputOf((await train(chain, 60, optimiser)).outputs).artifacts;
    const few = [
      { from: 10, until: 14 },
      { from: 35, until: 42 },
    ];
    for (const asked of [undefined, few])
      for (const kept of [chain, undefined]) {
        const { broken, parts } = await retraced(outputs, kept, asked, optimiser);
        t.is(broken, null);
        t.true(parts.every(({ difference }) => difference === null));
      }
    const by = await retraced(outputs, undefined, few);
    t.regex(by.broken ?? '', /of another training/);
    t.true(by.parts.every(({ difference }) => difference !== null));
  });

test('what lies on the way to a stretch is done again too, from the nearest kept state or from the beginning', async (t) => {
  const chain = testChain();
  await train(chain, 28);
  const outputs = inputOf((await train(chain)).outputs).artifacts;
  const asked = [{ from: 35, until: 42 }];
  t.is((await retraced(outputs, undefined, asked)).beside, 10);
  t.is((await retraced(outputs, chain, asked)).beside, 1);
});

test('a row that was tampered with is found when a stretch is drawn whose way leads over it, and only then', async (t) => {
  const ran = await train();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ends),
      fc.constantFrom('digest', 'cost', 'errorRate'),
      fc.shuffledSubarray(ends, { minLength: 1 }),
      async (wrong, part, drawn) => {
        const outputs = await withRows(ran, (rows) =>
          rows.map((row) =>
            row.update === wrong ? { ...row, [part]: part === 'digest' ? other : 0.125 } : row,
          ),
        );
        const all = await retrace.parts(outputs);
        const asked = all.filter(({ until }) => drawn.includes(until));
        const { parts } = await retraced(outputs, undefined, asked);
        for (const { until, difference } of parts) t.is(difference !== null, until >= wrong, `${until}`);
        const first = parts.find(({ difference }) => difference !== null)?.difference?.stretch;
        t.is(first?.until, Math.max(...drawn) >= wrong ? wrong : undefined);
      },
    ),
    { numRuns: 40, seed: 1 },
  );
});

test('a stretch after a wrong one holds where it begins at a kept state of its own', async (t) => {
  const chain = testChain();
  await train(chain, 28);
  const outputs = await withRows(await train(chain), (rows) =>
    rows.map((row) => (row.update === 14 ? { ...row, digest: other } : row)),
  );
  const { parts } = await retraced(outputs, chain);
  t.deepEqual(
    parts.filter(({ difference }) => difference !== null).map(({ until }) => until),
    [14, 20, 21, 28],
  );
});

test('a kept state whose bytes are not those that the trajectory names is passed over', async (t) => {
  const chain = testChain();
  await train(chain, 28);
  const outputs = inputOf((await train(chain)).outputs).artifacts;
  const forged: Chain = {
    ...chain,
    states: async () => (await chain.states()).map((state) => ({ ...state, digest: other })),
  };
  const { parts, beside } = await retraced(outputs, forged, [{ from: 35, until: 42 }]);
  t.is(parts[0]?.difference, null);
  t.is(beside, 10, 'trained from the beginning');
});

test('a trajectory is linked from end to end: another beginning, end, length or course, or a missing row, is told', async (t) => {
  const ran = await train();
  const whole = inputOf(ran.outputs).artifacts;
  const wrong: (readonly [RegExp, Outputs])[] = [
    [/does not begin at the initial network/, await withRows(ran, (rows) => changed(rows, 0))],
    [/does not end at the final network/, await withRows(ran, (rows) => changed(rows, rows.length - 1))],
    [/ends at update 56, not 60/, await withRows(ran, (rows) => rows.slice(0, -1))],
    [
      /no row between updates 14 and 21/,
      await withRows(ran, (rows) => rows.filter(({ update }) => update !== 20)),
    ],
  ];
  for (const [problem, outputs] of wrong)
    t.regex((await retraced(outputs, undefined, [])).broken ?? '', problem);
  wrong.push([/has update 60 after update 60/, await withRows(ran, (rows) => [...rows, ...rows.slice(-1)])]);
  wrong.push([
    /does not begin at the initial network/,
    await withRows(ran, (rows) => rows.map((row) => (row.update === 0 ? { ...row, cost: 2 } : row))),
  ]);
  const { trajectory, network } = whole;
  if (trajectory === undefined || network === undefined) return t.fail();
  const slower = { ...trajectory, description: { ...trajectory.description, learningRate: 0.1 } };
  t.regex(
    (await retraced({ network, trajectory: slower }, undefined, [])).broken ?? '',
    /of another training/,
  );
  t.is((await retraced(whole, undefined, [])).broken, null);
});

test('a record says nothing besides what is written of its training: other numbers beside its rows, or other descriptions, are told', async (t) => {
  const { network, trajectory } = inputOf((await train()).outputs).artifacts;
  if (trajectory === undefined || network === undefined) return t.fail();
  const brokenOf = async (outputs: Outputs) => (await retraced(outputs, undefined, [])).broken;
  const csv = (await trajectory.bytes()).toString('utf8');
  const examples = csv.replace('\n60,240,', '\n60,9999,');
  t.not(examples, csv);
  const said = /says something else than is written of its rows/;
  const { description, mediaType } = trajectory;
  const forgedRows = artifact(Buffer.from(examples), description, mediaType);
  t.regex((await brokenOf({ network, trajectory: forgedRows })) ?? '', said);
  const forgedTitle = artifact(Buffer.from(csv), { ...description, title: 'A better one' }, mediaType);
  t.regex((await brokenOf({ network, trajectory: forgedTitle })) ?? '', said);
  const activation = { ...network, description: { ...network.description, activation: 'sigmoid' } };
  t.regex(
    (await brokenOf({ network: activation, trajectory })) ?? '',
    /description is another than is written of this training/,
  );
});

test('an end before its time is told of a record, and none that comes after its time', async (t) => {
  const { network, trajectory } = inputOf((await train()).outputs).artifacts;
  if (trajectory === undefined || network === undefined) return t.fail();
  const failure = 'the training diverged';
  const failed = { ...trajectory, description: { ...trajectory.description, failure } };
  const found = await retraced({ network, trajectory: failed }, undefined, []);
  t.is(found.failure, failure);
  t.regex(found.broken ?? '', /ends before its time by what it says, but goes to update 60 of 60/);
  t.is((await retraced({ network, trajectory }, undefined, [])).failure, null);
});

function changed(rows: readonly TrajectoryRow[], at: number): readonly TrajectoryRow[] {
  return rows.map((row, index) => (index === at ? { ...row, digest: other } : row));
}

/** Prepared as the stage does, with a network whose arithmetic is wrong from an update on: one weight, by one ulp. */
async function wrongFrom(update: number): Promise<Prepared> {
  const prepared = await prepareTraining(
    trainingInputs({ data: [inputs.data], network: [inputs.network] }, 'network'),
    { ...usualNetwork, ...settings },
    alone,
  );
  let done = 0;
  const { network } = prepared;
  const train: Network['train'] = (images, labels, batch, rule) => {
    const width = images.length / labels.length;
    const costs: number[] = [];
    const errors: number[] = [];
    for (let at = 0; at < labels.length; at += batch) {
      const some = images.slice(at * width, (at + batch) * width);
      const trained = network.train(some, labels.slice(at, at + batch), batch, rule);
      costs.push(...trained.costs);
      errors.push(...trained.errors);
      done += 1;
      if (done === update) flipOne(network);
    }
    return {
      updates: labels.length / batch,
      costs: Float64Array.from(costs),
      errors: Uint32Array.from(errors),
    };
  };
  const wrong: Network = {
    architecture: network.architecture,
    train,
    forward: (...given) => network.forward(...given),
    gradients: (...given) => network.gradients(...given),
    curvature: (...given) => network.curvature(...given),
    gradientVariance: (...given) => network.gradientVariance(...given),
    evaluate: (...given) => network.evaluate(...given),
    parameters: (into) => network.parameters(into),
    slots: (kind, into) => network.slots(kind, into),
    load: (parameters, state) => {
      network.load(parameters, state);
    },
    finite: () => network.finite(),
  };
  return { ...prepared, network: wrong };
}

function flipOne(network: Network): void {
  const parameters = network.parameters();
  const [, layer] = parameters.weights;
  if (layer === undefined) throw new Error('the small network has three layers');
  const bits = new Int32Array(layer.buffer, layer.byteOffset, layer.length);
  bits[5] = (bits[5] ?? 0) + 1;
  network.load(parameters);
}

async function rowsOf({ outputs }: RanStage): Promise<readonly TrajectoryRow[]> {
  const { trajectory } = inputOf(outputs).artifacts;
  return trajectory === undefined ? [] : (await readTrajectory(trajectory)).rows;
}

const going = { signal: new AbortController().signal, reached: () => undefined };

test('kernels that are wrong by an ulp in one weight from an update on are found in the stretch of that update', async (t) => {
  const ran = await train();
  const rows = byUpdate(await rowsOf(ran));
  const outputs = inputOf(ran.outputs).artifacts;
  for (const update of [1, 6, 33, 60]) {
    const again = { prepared: await wrongFrom(update), rows, ...going };
    const kept = await keptStates(rows, artifactIn(outputs, 'network'), undefined);
    const { parts } = await reexecute(again, kept, await retrace.parts(outputs), () => undefined);
    const first = parts.find(({ difference }) => difference !== null);
    t.true(
      (first?.from ?? 99) < update && update <= (first?.until ?? 0),
      `${update}: ${first?.from} … ${first?.until}`,
    );
  }
});

test('followed update by update, two executions part at the very update that is wrong', async (t) => {
  const ran = await train();
  const rows = byUpdate(await rowsOf(ran));
  const kept = await keptStates(rows, artifactIn(inputOf(ran.outputs).artifacts, 'network'), undefined);
  const seen = async (prepared: Prepared): Promise<ReadonlyMap<number, Digest>> => {
    const digests = new Map<number, Digest>();
    const stretch = { from: 28, until: 35, every: 1 };
    await follow({ prepared, rows, ...going }, kept, stretch, (update, bytes) => {
      digests.set(update, digestOf(bytes));
      return Promise.resolve();
    });
    return digests;
  };
  const right = await seen(await wrongFrom(Infinity));
  const wrong = await seen(await wrongFrom(33));
  t.deepEqual([...right.keys()], [28, 29, 30, 31, 32, 33, 34, 35]);
  t.is([...right].find(([update, digest]) => wrong.get(update) !== digest)?.[0], 33);
  t.is(right.get(35), rows.get(35)?.digest);
});

function artifactIn(outputs: Outputs, name: string): NonNullable<Outputs[string]> {
  const found = outputs[name];
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

test('states that are carried to another chain continue a training to the bits of a straight one', async (t) => {
  const [from, to] = [testChain(), testChain()];
  for (const updates of [21, 45]) await train(from, updates);
  const outputs = inputOf((await train(from)).outputs).artifacts;
  await train(from, 90);
  await carry(outputs, from, to);
  t.deepEqual(to.steps(), [21, 42, 56], 'what the record does not name, as update 84, stays behind');
  const longer = await train(to, 90);
  t.deepEqual(longer.outputs, (await train(undefined, 90)).outputs);
  t.deepEqual(
    (await to.states()).map(({ carriedOver }) => carriedOver !== undefined),
    [true, true, true, false],
  );
});

test('nothing is carried to a chain that has been another way', async (t) => {
  const [from, to] = [testChain(), testChain()] as readonly [TestChain, TestChain];
  const ran = await train(from);
  const { csv, description } = encodeTrajectory(
    await readTrajectory(artifactIn(await withRows(ran, (rows) => changed(rows, 3)), 'trajectory')),
  );
  await train(to);
  const outputs = {
    ...inputOf(ran.outputs).artifacts,
    trajectory: artifact(Buffer.from(csv), description, outputOf(ran, 'trajectory').mediaType),
  };
  await t.throwsAsync(carry(outputs, from, to), {
    message: /state after update 5 is not what it was/,
  });
});

test('two trajectories part in the stretch that leads to their first other row', async (t) => {
  const ran = await train();
  const whole = inputOf(ran.outputs).artifacts;
  t.is(await retrace.stretches?.parting(whole, whole), null);
  for (const at of [1, 4, 15]) {
    const parting = await retrace.stretches?.parting(whole, await withRows(ran, (rows) => changed(rows, at)));
    t.is(parting?.until, ends[at - 1]);
  }
  const shorter = await withRows(ran, (rows) => rows.slice(0, -1));
  t.deepEqual(await retrace.stretches?.parting(shorter, whole), { from: 56, until: 60 });
});
