import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import type { TaskRecord } from '../../src/store/records.js';
import { asItIs, minibatchOf, onDemand, recordOf, trainings, wrongAt } from '../audit/trainings.js';
import { samebits } from '../command.js';
import type { Project } from '../project.js';
import { untilTheLast } from '../until-the-last.js';

const file = 'pipelines/small.json';
const arithmetic = 'stages/train/arithmetic.js';

const shared = untilTheLast();
let original: Project;

test.before(async () => {
  original = await trainings(shared);
  const { code, out, err } = await samebits(original.folder, 'run', file);
  if (code !== 0) throw new Error(out + err);
});

/** A project of its own whose training was run. */
async function trained(t: ExecutionContext): Promise<Project> {
  const project = await trainings(t);
  await cp(original.store.root, project.store.root, { recursive: true });
  return project;
}

/** The same, of another length. */
async function trainedFor(t: ExecutionContext, updates: number): Promise<Project> {
  const project = await trainings(t);
  await project.run(file, `train.with.updates=${updates}`);
  return project;
}

function digests({ outputs }: TaskRecord): readonly string[] {
  return Object.values(outputs).map(({ digest }) => digest);
}

const last = (out: string): Readonly<Record<string, unknown>> =>
  // The command's last line is an object.
  JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Readonly<Record<string, unknown>>;

test('kernels that are wrong at update 333 are bisected to it, to the tensor, the element and 1 ulp, by verify and by a spot audit', async (t) => {
  const project = await trained(t);
  const only = `process.env.SAMEBITS_KERNELS === 'wasm'`;
  await project.write(arithmetic, wrongAt(await minibatchOf(project, 333), only));
  const again = await samebits(project.folder, 'run', file);
  t.is(again.code, 0, again.out);
  const whole = await samebits(project.folder, 'verify', file, '--only', 'train', '--against', 'wasm');
  t.is(whole.code, 1);
  t.regex(whole.out, /DIFFERS\s+network from the record: first between 300 and 350; tensor layer/);
  t.regex(whole.out, /DIFFERS\s+trajectory from the record: first between 300 and 350; row/);
  const where =
    /where\s+they part after 333 updates: tensor layer2\.weights\[0, 7\] {2}\S+ → \S+ \(1 ulp\); 1 of 12,\d\d\d values differ, the most by 1 ulp/;
  t.regex(whole.out, where);
  const spot = await samebits(project.folder, 'verify', file, '--spot', '99', '--against', 'wasm');
  t.is(spot.code, 1);
  t.regex(spot.out, /DIFFERS\s+stretch 300 … 350: the state after update 350 is not what it was before/);
  t.regex(spot.out, where);
  const right = await samebits(project.folder, 'verify', file, '--only', 'train', '--against', 'sse2');
  t.true([0, 2].includes(right.code), 'no other build is wrong, where there is one');
});

test('where only the record can be held against, the next kept state says what differs', async (t) => {
  const project = await trainedFor(t, 450);
  const { only, switched } = onDemand(project);
  const wrong = wrongAt(await minibatchOf(project, 333), only);
  await project.write(arithmetic, wrong);
  for (const updates of [450, 640])
    await samebits(project.folder, 'run', file, '--set', `train.with.updates=${updates}`);
  await switched(true);
  const { code, out } = await samebits(project.folder, 'verify', file, '--only', 'train');
  t.is(code, 1);
  t.regex(out, /network from the record: first between 300 and 350/);
  t.regex(
    out,
    /where\s+after (?:350|400|450) updates, the next state that is kept: tensor layer\d\.\w+\[[\d, ]+\] {2}\S+ → \S+ \([\d,]+ ulp\)/,
  );
});

test('a spot audit of every stretch comes to the verdict of a full verification', async (t) => {
  const project = await trained(t);
  const { only, switched } = onDemand(project);
  for (const update of [undefined, 477]) {
    const right = asItIs('second');
    await project.write(
      arithmetic,
      update === undefined ? right : wrongAt(await minibatchOf(project, update), only),
    );
    await samebits(project.folder, 'run', file);
    await switched(true);
    const whole = await samebits(project.folder, 'verify', file, '--only', 'train');
    const spot = await samebits(project.folder, 'verify', file, '--spot', '1000');
    await switched(false);
    t.is(whole.code, update === undefined ? 0 : 1, whole.out);
    t.is(spot.code, whole.code, spot.out);
    if (update === undefined) t.regex(spot.out, /re-executed 18 of 18 stretches .*: all equal/);
  }
});

test('a spot audit says what it shows, and with its seed it can be repeated', async (t) => {
  const project = await trained(t);
  const { code, out } = await samebits(project.folder, 'verify', file, '--spot', '5');
  t.is(code, 0, out);
  t.regex(out, /5 stretches chosen by chance, in 1 task \(--seed \d+\)/);
  t.regex(out, /re-executed 5 of 18 stretches on this machine \(\w+, \d+ cores?\): all equal/);
  t.regex(out, /5 % wrong stretches would have passed with probability 0\.72; with 20 %, 0\.23\./);
  const seed = /--seed (\d+)/.exec(out)?.[1] ?? '';
  const drawn = async () => {
    const said = await samebits(project.folder, 'verify', file, '--spot', '5', '--seed', seed, '--json');
    return said.out.split('\n').find((line) => line.includes('"drawn"'));
  };
  t.is(await drawn(), await drawn());
});

test('a training of which no stretch is drawn must hang together too', async (t) => {
  const project = await trained(t);
  const [record, network] = [
    await recordOf(project.store, 'train'),
    await recordOf(project.store, 'network'),
  ];
  const trajectory = record.outputs.trajectory;
  const initial = network.outputs.network;
  if (trajectory === undefined || initial === undefined) return t.fail();
  const rows = (await project.store.objects.read(trajectory.digest)).toString('utf8').split('\n');
  const short = Buffer.from(`${rows.slice(0, 2).join('\n')}\n`);
  const forged = {
    ...record,
    outputs: {
      network: initial,
      trajectory: { ...trajectory, digest: await project.store.objects.put(short), bytes: short.length },
    },
  };
  const pointer = join(
    project.store.root,
    'pointers',
    'tasks-2',
    record.key.slice(0, 2),
    record.key.slice(2),
  );
  await rm(pointer);
  await project.store.records.keep(forged);
  const { code, out } = await samebits(project.folder, 'verify', file, '--spot', '5');
  t.is(code, 1, out);
  t.regex(out, /DIFFERS\s+the trajectory ends at update 0, not 640/);
});

test('after a change of code alone a training is carried over, marked so everywhere, and goes on to the bits of a straight run', async (t) => {
  const project = await trained(t);
  const before = await recordOf(project.store, 'train');
  await project.write(arithmetic, asItIs('second'));
  const { code, out } = await samebits(project.folder, 'verify', file, '--spot', '6', '--carry-over');
  t.is(code, 0, out);
  t.regex(out, /train\s+made .* carried over, 6 of 18 re-executed/);
  t.regex(out, /carried {2}train: carried over, 6 of 18 re-executed/);
  const after = await recordOf(project.store, 'train');
  t.not(after.key, before.key);
  t.deepEqual(after.carriedOver, { from: before.key, reexecuted: 6, of: 18 });
  t.deepEqual(after.outputs, before.outputs);
  t.regex(
    (await samebits(project.folder, 'plan', file)).out,
    /carried over, 6 of 18 re-executed[^]*3 cached/,
  );
  await samebits(project.folder, 'run', file, '--update-lock');
  const lock = await readFile(join(project.folder, 'pipelines/small.lock.json'), 'utf8');
  t.regex(lock, /"carriedOver": \{\s*"of": 18,\s*"reexecuted": 6\s*\}/);
  await project.write('pipelines/small.lock.json', lock.replace('"reexecuted": 6', '"reexecuted": 7'));
  t.is((await samebits(project.folder, 'run', file, '--locked')).code, 0, 'it is a note for readers');

  const longer = ['--set', 'train.with.updates=900'];
  const extended = await samebits(project.folder, 'run', file, ...longer);
  t.regex(extended.out, /goes on\s+from 600/);
  const there = await recordOf(project.store, 'train');
  t.deepEqual(there.carriedOver, after.carriedOver, 'what goes on from carried states is marked too');
  const straight = await trainedFor(t, 900);
  t.deepEqual(digests(there), digests(await recordOf(straight.store, 'train')));
});

test('a full verification takes the mark away, from the record and from the states that longer runs go on from', async (t) => {
  const project = await trained(t);
  await project.write(arithmetic, asItIs('second'));
  await samebits(project.folder, 'verify', file, '--spot', '2', '--carry-over');
  const spot = await samebits(project.folder, 'verify', file, '--spot', '99');
  t.is(spot.code, 0);
  t.truthy((await recordOf(project.store, 'train')).carriedOver, 'a spot audit does not');
  t.is((await samebits(project.folder, 'verify', file)).code, 0);
  const record = await recordOf(project.store, 'train');
  t.is(record.carriedOver, undefined);
  const verifications = await project.store.verifications.of(record.key);
  t.deepEqual(
    verifications.map(({ how, reexecuted, of, equal }) => [how, reexecuted, of, equal]),
    [
      ['spot', 18, 18, true],
      ['whole', 1, 1, true],
    ],
  );
  await samebits(project.folder, 'run', file, '--set', 'train.with.updates=700');
  t.is((await recordOf(project.store, 'train')).carriedOver, undefined);
});

test('kernels that give other bits late in a training are not carried over to, nor is what another change made other', async (t) => {
  const project = await trained(t);
  const before = await recordOf(project.store, 'train');
  await project.write(arithmetic, wrongAt(await minibatchOf(project, 633)));
  const refused = await samebits(project.folder, 'verify', file, '--spot', '18', '--carry-over');
  t.is(refused.code, 1);
  t.regex(refused.out, /FAILED\s+not carried over: the state after update 640 is not what it was before/);
  t.deepEqual(await recordOf(project.store, 'train'), before, 'nothing is recorded of the new code');
  const rerun = await samebits(project.folder, 'run', file);
  t.is(rerun.code, 0, rerun.out);
  t.notDeepEqual(digests(await recordOf(project.store, 'train')), digests(before));
  await project.write(arithmetic, asItIs('third'));
  const other = ['--set', 'train.with.learningRate=0.06'];
  const made = await samebits(
    project.folder,
    'verify',
    file,
    '--spot',
    '18',
    '--carry-over',
    ...other,
    '--json',
  );
  t.is(last(made.out).exitCode, 0);
  t.is((await recordOf(project.store, 'train')).carriedOver, undefined, 'another learning rate is trained');
});
