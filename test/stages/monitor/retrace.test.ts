import test from 'ava';
import type { Static } from 'typebox';
import { declaration } from '../../../stages/monitor/declaration.js';
import { retrace } from '../../../stages/monitor/retrace.js';
import { observe, run } from '../../../stages/monitor/run.js';
import { declaration as train } from '../../../stages/train/declaration.js';
import { run as runTrain } from '../../../stages/train/run.js';
import type { Digest } from '../../../src/artifact/digest.js';
import type {
  Chain,
  Input,
  Memo,
  RecordedPart,
  Retraced,
  StageContext,
} from '../../../src/stage/contract.js';
import { testChain } from '../../training/chain.js';
import { artifact, inputWith, smallExamples, smallNetwork } from '../../training/small.js';
import { inputOf, memoInMemory, type RanStage, runStage } from '../in-memory.js';

type Outputs = Input['artifacts'];

const parameters: Partial<Static<typeof declaration.parameters>> = {
  ...{ every: 14, early: false, examples: 30, validation: 40 },
};
const inputs = {
  data: inputWith({
    train: smallExamples(64),
    validation: smallExamples(40, 2),
    test: smallExamples(30, 3),
  }),
  initial: inputWith({ network: smallNetwork() }),
};
const measured = [0, 14, 28, 42, 56, 60];

async function trained(chain: Chain = testChain(), updates = 60): Promise<Input> {
  const ran = await runStage(train, runTrain, {
    parameters: { batch: 4, learningRate: 0.2, recordEvery: 7, updates, order: 'sequential' },
    inputs: { data: inputs.data, network: inputs.initial },
    chain,
  });
  return { ...inputOf(ran.outputs), chain };
}

function monitor(training: Input, memo: Memo = memoInMemory()): Promise<RanStage> {
  return runStage(declaration, run, { parameters, inputs: { training, ...inputs }, memo });
}

/** Does with a monitor's context, and what it tells, what `work` does. */
function inContext(
  training: Input,
  work: (context: StageContext) => Promise<void>,
  memo: Memo = memoInMemory(),
): Promise<RanStage> {
  return runStage(declaration, work, { parameters, inputs: { training, ...inputs }, memo });
}

async function retraced(
  training: Input,
  outputs: Outputs,
  parts: readonly RecordedPart[],
): Promise<Retraced> {
  const answers: Retraced[] = [];
  await inContext(training, async (context) => {
    answers.push(await retrace.reexecute(context, outputs, parts));
  });
  const [answer] = answers;
  if (answer === undefined) throw new Error('nothing was retraced');
  return answer;
}

const at = (update: number): RecordedPart => ({ from: update, until: update });

/** The outputs with a table of which one line is another. */
async function withLine(
  outputs: Outputs,
  name: string,
  change: (lines: string[]) => string[],
): Promise<Outputs> {
  const table = outputs[name];
  if (table === undefined) throw new Error(`a monitor writes ${name}`);
  const lines = (await table.bytes()).toString('utf8').split('\n');
  const changed = artifact(Buffer.from(change([...lines]).join('\n')), table.description, table.mediaType);
  return { ...outputs, [name]: changed };
}

/** Another last cell in a line of a table's file; the header is line 0. */
const lastCell = (line: number, cell: string) => (lines: string[]) =>
  lines.map((text, index) => (index === line ? text.replace(/[^,]*$/, cell) : text));

test('every measured update is a part, and all of a right record hold, whether or not states are kept', async (t) => {
  const training = await trained();
  const outputs = inputOf((await monitor(training)).outputs).artifacts;
  const parts = await retrace.parts(outputs);
  t.deepEqual(parts, measured.map(at));
  const unkept = { cell: {}, artifacts: training.artifacts };
  for (const looked of [training, unkept]) {
    const found = await retraced(looked, outputs, parts);
    t.is(found.broken, null);
    t.deepEqual(
      found.parts,
      measured.map((update) => ({ ...at(update), difference: null })),
    );
  }
});

test('a number that was tampered with is found when its update is drawn, and only then, with table, row and column', async (t) => {
  const training = await trained();
  const right = inputOf((await monitor(training)).outputs).artifacts;
  // Line 1 is update 0's test error, and each update has two lines; three lines are of its weight gradients.
  for (const [name, line, update, told] of [
    ['errors', 5, 28, /^errors, row 5, errorRate {2}0\.125 → /],
    ['weightGradients', 11, 42, /^weightGradients, row 11, percentile98 {2}0\.125 → \S+ \([\w ,]+ ulp\)$/],
    ['output', 6, 60, /^output, row 6, varying {2}0\.125 → /],
  ] as const) {
    const outputs = await withLine(right, name, lastCell(line, '0.125'));
    const all = await retraced(training, outputs, measured.map(at));
    t.is(all.broken, null);
    t.deepEqual(
      all.parts.filter(({ difference }) => difference !== null).map(({ until }) => until),
      [update],
    );
    t.regex(all.parts.find(({ until }) => until === update)?.difference?.text ?? '', told);
    const others = measured.filter((each) => each !== update).map(at);
    t.true((await retraced(training, outputs, others)).parts.every(({ difference }) => difference === null));
  }
});

test('a record has every row that it must and no other, as they would be written: also where nothing is drawn', async (t) => {
  const training = await trained();
  const right = inputOf((await monitor(training)).outputs).artifacts;
  const brokenOf = async (outputs: Outputs) => (await retraced(training, outputs, [])).broken ?? '';
  const without = (line: number) => (lines: string[]) => lines.toSpliced(line, 1);
  const twice = (line: number) => (lines: string[]) => lines.toSpliced(line, 0, lines[line] ?? '');
  t.is(await brokenOf(right), '');
  t.regex(await brokenOf(await withLine(right, 'errors', without(3))), /^errors is not what is written/);
  t.regex(
    await brokenOf(await withLine(right, 'activations', twice(2))),
    /^activations is not what is written/,
  );
  t.regex(await brokenOf(await withLine(right, 'output', without(6))), /5 rows → 6 rows$/);
  t.regex(await brokenOf(await withLine(right, 'output', lastCell(2, 'Infinity'))), /row 2, varying/);
  const count = (lines: string[]) => lines.map((line) => line.replace(',test,30,', ',test,3000,'));
  t.regex(await brokenOf(await withLine(right, 'errors', count)), /row 1, count {2}3000 → 30/);
  const { errors } = right;
  if (errors === undefined) return t.fail();
  const titled = { ...errors, description: { ...errors.description, title: 'Better errors' } };
  t.regex(await brokenOf({ ...right, errors: titled }), /the description of errors is another/);
});

test('a state that does not come out as the trajectory says is not measured, and said to be so', async (t) => {
  const training = await trained(testChain());
  const outputs = inputOf((await monitor(training)).outputs).artifacts;
  const { trajectory } = training.artifacts;
  if (trajectory === undefined) return t.fail();
  const lines = (await trajectory.bytes()).toString('utf8').split('\n');
  const forged = lines.map((line) =>
    line.startsWith('35,') ? line.replace(/.$/, (c) => (c === '0' ? '1' : '0')) : line,
  );
  const bytes = Buffer.from(forged.join('\n'));
  const other = {
    artifacts: {
      ...training.artifacts,
      trajectory: artifact(bytes, trajectory.description, trajectory.mediaType),
    },
    cell: {},
  };
  const { parts } = await retraced(other, outputs, [at(28), at(42)]);
  t.is(parts[0]?.difference, null);
  t.regex(parts[1]?.difference?.text ?? '', /the state after update 35 is not what it was before/);
});

const mark = { from: 'there', reexecuted: 2, of: 4 };

test('what was carried over is found again by a longer monitor, which is marked until it is verified whole', async (t) => {
  const chain = testChain();
  const short = await trained(chain, 42);
  const outputs = inputOf((await monitor(short)).outputs).artifacts;
  const memo = memoInMemory();
  await inContext(short, (context) => retrace.carry(context, outputs, undefined, mark), memo);
  const long = await trained(chain);
  const unkept = { cell: {}, artifacts: long.artifacts };
  const carried = await monitor(unkept, memo);
  t.deepEqual(carried.outputs, (await monitor(long)).outputs);
  t.deepEqual(carried.result, { carriedOver: mark });
  t.deepEqual(
    (await monitor(short, memo)).progress.map(({ unit }) => unit),
    ['measurements'],
    'nothing is trained again',
  );
  await inContext(short, (context) => retrace.unmark(context, outputs), memo);
  t.deepEqual((await monitor(long, memo)).result, {});
});

test('nothing is carried over what this code measured otherwise', async (t) => {
  const training = await trained();
  const memo = memoInMemory();
  const outputs = inputOf((await monitor(training, memo)).outputs).artifacts;
  const carrying = (some: Outputs) =>
    inContext(training, (context) => retrace.carry(context, some, undefined, mark), memo);
  await carrying(outputs);
  t.deepEqual((await monitor(training, memo)).result, {}, 'what was measured stays unmarked');
  const other = await withLine(outputs, 'errors', lastCell(5, '0.125'));
  await t.throwsAsync(carrying(other), { message: /is not what is recorded of it/ });
});

test('what is shown in passing takes the place of what was carried over', async (t) => {
  const training = await trained();
  const outputs = inputOf((await monitor(training)).outputs).artifacts;
  const values = new Map<Digest, unknown>();
  const inner = memoInMemory();
  const memo: Memo = {
    recall: (key) => inner.recall(key),
    remember: (key, value) => {
      values.set(key, value);
      return inner.remember(key, value);
    },
  };
  await inContext(training, (context) => retrace.carry(context, outputs, undefined, mark), memo);
  const carried = new Map(values);
  await inContext(
    training,
    async (context) => {
      const observer = await observe(context);
      await runStage(train, runTrain, {
        parameters: { batch: 4, learningRate: 0.2, recordEvery: 7, updates: 60, order: 'sequential' },
        inputs: { data: inputs.data, network: inputs.initial },
        observers: [observer],
      });
    },
    memo,
  );
  t.is(values.size, carried.size, 'the same states under the same names');
  const ran = await monitor(training, memo);
  t.deepEqual(ran.result, {});
  t.deepEqual(inputOf(ran.outputs).artifacts.errors?.digest, outputs.errors?.digest);
});
