import { cp } from 'node:fs/promises';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import type { TaskRecord } from '../../src/store/records.js';
import { asItIs, costsTooMuch, monitored, onDemand, recordOf } from '../audit/trainings.js';
import { samebits } from '../command.js';
import type { Project } from '../project.js';
import { untilTheLast } from '../until-the-last.js';

const file = 'pipelines/small.json';
const arithmetic = 'stages/monitor/arithmetic.js';

const shared = untilTheLast();
let original: Project;

test.before(async () => {
  original = await monitored(shared);
  const { code, out, err } = await samebits(original.folder, 'run', file);
  if (code !== 0) throw new Error(out + err);
});

/** A project of its own whose training was run and measured. */
async function measured(t: ExecutionContext): Promise<Project> {
  const project = await monitored(t);
  await cp(original.store.root, project.store.root, { recursive: true });
  return project;
}

function digests({ outputs }: TaskRecord): readonly string[] {
  return Object.values(outputs).map(({ digest }) => digest);
}

test('a spot audit draws of stretches and of measured updates, and says of each what it shows', async (t) => {
  const project = await measured(t);
  const { code, out } = await samebits(project.folder, 'verify', file, '--spot', '5');
  t.is(code, 0, out);
  t.regex(out, /5 stretches and 5 measured updates chosen by chance, in 2 tasks/);
  t.regex(out, /re-executed 5 of 18 stretches and 5 of 8 measured updates on this machine .*: all equal/);
  t.regex(out, /5 % wrong stretches would have passed with probability 0\.72; with 20 %, 0\.23\./);
  t.regex(out, /5 % wrong measured updates would have passed with probability 0\.38; with 20 %, 0\.11\./);
});

test('kernels that measure otherwise are told with measured update, table, row and column, by a spot audit and in the whole', async (t) => {
  const project = await measured(t);
  const { only, switched } = onDemand(project);
  await project.write(arithmetic, costsTooMuch(only));
  await samebits(project.folder, 'run', file);
  await switched(true);
  const spot = await samebits(project.folder, 'verify', file, '--only', 'monitor', '--spot', '99');
  t.is(spot.code, 1, spot.out);
  t.regex(spot.out, /DIFFERS\s+measured update 300: errors, row 8, cost {2}\S+ → \S+ \(.* ulp\)/);
  t.regex(spot.out, /re-executed 8 of 8 measured updates .*: 8 came out otherwise/);
  const whole = await samebits(project.folder, 'verify', file, '--only', 'monitor');
  t.is(whole.code, 1, whole.out);
  t.regex(whole.out, /DIFFERS\s+errors from the record: row 2, cost/);
});

test('after a change of code alone a monitor is carried over; kernels that measure otherwise are refused', async (t) => {
  const project = await measured(t);
  const before = await recordOf(project.store, 'monitor');
  const carryOver = () => samebits(project.folder, 'verify', file, '--spot', '3', '--carry-over');
  await project.write(arithmetic, costsTooMuch());
  const refused = await carryOver();
  t.is(refused.code, 1, refused.out);
  t.regex(refused.out, /FAILED\s+not carried over: errors, row \d+, cost/);
  t.deepEqual(await recordOf(project.store, 'monitor'), before, 'nothing is recorded of the new code');
  await project.write(arithmetic, asItIs('second'));
  const { code, out } = await carryOver();
  t.is(code, 0, out);
  t.regex(out, /monitor\s+made .* carried over, 3 of 8 re-executed/);
  const after = await recordOf(project.store, 'monitor');
  t.deepEqual(after.carriedOver, { from: before.key, reexecuted: 3, of: 8 });
  t.deepEqual(after.outputs, before.outputs);
  t.is((await recordOf(project.store, 'train')).carriedOver, undefined, 'its code is what it was');

  const longer = 'train.with.updates=900';
  const extended = await samebits(project.folder, 'run', file, '--set', longer);
  t.is(extended.code, 0, extended.out);
  const there = await recordOf(project.store, 'monitor');
  t.deepEqual(there.carriedOver, after.carriedOver, 'what has carried measurements in it is marked too');
  const straight = await monitored(t);
  await straight.run(file, longer);
  t.deepEqual(digests(there), digests(await recordOf(straight.store, 'monitor')));
});

test('a full verification takes the mark from a monitor, and from what longer ones find again', async (t) => {
  const project = await measured(t);
  await project.write(arithmetic, asItIs('second'));
  await samebits(project.folder, 'verify', file, '--spot', '2', '--carry-over');
  const spot = await samebits(project.folder, 'verify', file, '--only', 'monitor', '--spot', '99');
  t.is(spot.code, 0, spot.out);
  t.truthy((await recordOf(project.store, 'monitor')).carriedOver, 'a spot audit does not');
  const whole = await samebits(project.folder, 'verify', file);
  t.is(whole.code, 0, whole.out);
  t.is((await recordOf(project.store, 'monitor')).carriedOver, undefined);
  await samebits(project.folder, 'run', file, '--set', 'train.with.updates=700');
  t.is((await recordOf(project.store, 'monitor')).carriedOver, undefined);
});
