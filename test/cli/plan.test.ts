import test from 'ava';
import { samebits } from '../command.js';
import { makeProject, sums } from '../project.js';

test('the plan tells what work may take by what it took before, and of how much nothing is known', async (t) => {
  const project = await makeProject(t);
  const file = 'pipelines/sums.json';
  await project.write(file, sums);
  const plan = async (...args: readonly string[]) =>
    (await samebits(project.folder, 'plan', file, ...args)).out;
  t.regex(await plan(), /^0 cached, 2 to run, 1 waiting$/m);
  await project.run(file);
  const again = await plan('--set', 'total.with.plus=1');
  t.regex(again, /to run +total +plus 0 → 1 +about \d+\.\d s, 8 B$/m);
  t.regex(again, /^2 cached, 1 to run, 0 waiting; about \d+\.\d s of work, 8 B$/m);
  await project.write(file, {
    ...sums,
    stages: { ...sums.stages, more: { ...sums.stages.total, with: { plus: 9 } } },
  });
  t.regex(
    await plan('--set', 'one.with.kind=fancy'),
    /of work, \d+ B$/m,
    'a new task is taken to be like others of its stage',
  );
});

test('for programs the plan gives the same in numbers', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  await project.run('pipelines/sums.json');
  const { out } = await samebits(
    project.folder,
    'plan',
    'pipelines/sums.json',
    '--set',
    'total.with.plus=1',
    '--json',
  );
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { about?: { seconds: number; bytes: number } });
  t.like(lines[2], { event: 'to run', task: 'total', about: { bytes: 8 } });
  t.true((lines[2]?.about?.seconds ?? 0) > 0);
  t.like(lines[3], { event: 'finished', cached: 2, diverged: 0, toRun: 1, waiting: 0, bytes: 8, unknown: 0 });
});

test('a task that is cached and says that its work failed is told and counted', async (t) => {
  const project = await makeProject(t);
  await project.write(
    'stages/number/run.js',
    `
    export async function run({ write }) {
      await write('table', 'value\\n1\\n', { title: '', columns: [{ name: 'value', type: 'number', title: 'value' }] });
      await write('note', '');
      return { failure: 'diverged at update 3' };
    }`,
  );
  await project.write('pipelines/sums.json', sums);
  await project.run('pipelines/sums.json');
  const { out } = await samebits(project.folder, 'plan', 'pipelines/sums.json');
  t.regex(out, /^ {2}diverged {2}one\[2\]: diverged at update 3$/m);
  t.regex(out, /^3 cached \(2 diverged\), 0 to run, 0 waiting$/m);
});
