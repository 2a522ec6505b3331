import { readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { samebits } from '../command.js';
import { makeProject, sums, type Project } from '../project.js';

interface Line {
  readonly event: string;
  readonly name?: string;
  readonly kind?: string;
  readonly exitCode?: number;
  readonly bytes?: number;
  readonly alone?: number;
  readonly goes?: number;
}

async function gc(project: Project, ...args: readonly string[]): Promise<readonly Line[]> {
  const { out } = await samebits(project.folder, 'gc', ...args, '--json');
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** How many tasks a run of the pipeline makes. */
async function makes(project: Project, ...args: readonly string[]): Promise<number> {
  const { out } = await samebits(project.folder, 'run', 'pipelines/p.json', ...args, '--json');
  return out.split('\n').filter((line) => line.includes('"event":"made"')).length;
}

async function sumsProject(t: Parameters<typeof makeProject>[0]): Promise<Project> {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', { ...sums, name: 'p' });
  return project;
}

/** Makes everything in a store so many days older. */
async function age(project: Project, days: number): Promise<void> {
  const then = new Date(Date.now() - days * 86_400_000);
  const entries = await readdir(project.store.root, { recursive: true });
  for (const name of entries) await utimes(join(project.store.root, name), then, then);
}

test('gc takes away what the last runs did not use, and the next run of the same still makes nothing', async (t) => {
  const project = await sumsProject(t);
  t.is(await makes(project, '--set', 'total.with.plus=1'), 3);
  t.is(await makes(project), 1);
  const dry = await gc(project, '--grace', '0', '--dry-run');
  t.deepEqual(
    dry
      .filter(({ event }) => event === 'would go')
      .map(({ kind }) => kind)
      .sort(),
    ['objects', 'records', 'tasks'],
  );
  t.is(await makes(project, '--set', 'total.with.plus=1'), 0, 'a dry run takes nothing away');
  t.is(await makes(project), 0);
  const done = await gc(project, '--grace', '0');
  t.is(done.filter(({ event }) => event === 'gone').length, 3);
  t.is(await makes(project), 0);
  t.is(await makes(project, '--set', 'total.with.plus=1'), 1);
});

test('without --grace, only what nobody used for two weeks goes', async (t) => {
  const project = await sumsProject(t);
  await makes(project, '--set', 'total.with.plus=1');
  await makes(project);
  await age(project, 13);
  t.is((await gc(project)).filter(({ event }) => event === 'gone').length, 0);
  await age(project, 15);
  t.is((await gc(project)).filter(({ event }) => event === 'gone').length, 3);
});

test('what a lock file names stays cached, though another run came after', async (t) => {
  const project = await sumsProject(t);
  await makes(project, '--update-lock');
  await makes(project, '--set', 'total.with.plus=1');
  await gc(project, '--grace', '0');
  t.is(await makes(project, '--locked'), 0);
  await project.write('pipelines/p.lock.json', 'torn');
  const { code, err } = await samebits(project.folder, 'gc', '--grace', '0');
  t.is(code, 2);
  t.regex(err, /p\.lock\.json {2}this is not a lock file/);
});

test('what a pipeline made goes once its file is gone, but not while any pipeline cannot be read', async (t) => {
  const project = await sumsProject(t);
  await makes(project);
  await rm(join(project.folder, 'pipelines/p.json'));
  await project.write('tsconfig.json', '{ "extends": "x" } // not a pipeline');
  await project.write('pipelines/other.json', '{ "name": ');
  t.is((await gc(project, '--grace', '0')).at(-1)?.goes, 0);
  await project.write('pipelines/other.json', { ...sums, name: 'other' });
  const gone = await gc(project, '--grace', '0');
  t.true(gone.some(({ kind, name }) => kind === 'runs' && name === 'p'));
  t.deepEqual(
    gone.filter(({ event }) => event === 'stays'),
    [],
  );
});

test('sizes are told by pipeline, and what several keep is counted once in the sum', async (t) => {
  const project = await sumsProject(t);
  await project.write('pipelines/q.json', { ...sums, name: 'q' });
  await makes(project);
  await samebits(project.folder, 'run', 'pipelines/q.json', '--set', 'total.with.plus=1');
  const lines = await gc(project, '--grace', '0', '--dry-run');
  const [p, q] = ['p', 'q'].map((pipeline) => lines.find(({ name }) => name === pipeline));
  const shared = (p?.bytes ?? 0) - (p?.alone ?? 0);
  t.true(shared > 0);
  t.is((q?.bytes ?? 0) - (q?.alone ?? 0), shared);
  t.like(lines.at(-1), { event: 'finished', stays: (p?.alone ?? 0) + (q?.alone ?? 0) + shared, goes: 0 });
  const { out } = await samebits(project.folder, 'gc', '--grace', '0', '--dry-run');
  t.regex(out, /stays {5}p {2}3 tasks {2}\d+ k?B {2}\d+ k?B for it alone/);
});

test('a folder that is no store is refused with exit code 2, and so is a time that is none', async (t) => {
  const project = await sumsProject(t);
  t.is((await samebits(project.folder, 'gc')).code, 2);
  await project.write('artifacts/holiday.jpg', '');
  const refused = await samebits(project.folder, 'gc', '--grace', '0');
  t.is(refused.code, 2);
  t.regex(refused.err, /this folder is not a store/);
  await makes(project);
  const odd = await samebits(project.folder, 'gc', '--grace', '3 fortnights');
  t.is(odd.code, 2);
  t.regex(odd.err, /--grace 3 fortnights {2}a time is a number of minutes, hours, days or weeks, or 0/);
  t.true((await readdir(project.store.root)).includes('holiday.jpg'));
});
