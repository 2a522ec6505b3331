import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { samebits } from '../command.js';
import { foreignProject, type ForeignProject } from '../foreign.js';

const file = 'pipelines/p.json';

async function lockedTasks({ folder }: ForeignProject): Promise<readonly string[]> {
  const text = await readFile(join(folder, 'pipelines/p.lock.json'), 'utf8');
  return Object.keys((JSON.parse(text) as { readonly tasks: object }).tasks);
}

test('plan and run say in a word what is machine-bound', async (t) => {
  const project = await foreignProject(t);
  t.regex((await samebits(project.folder, 'plan', file)).out, /^ {2}machine-bound {2}theirs, below$/m);
  t.regex((await samebits(project.folder, 'run', file)).out, /^machine {2}theirs, below: machine-bound/m);
  const portable = await samebits(project.folder, 'run', file, '--set', 'theirs.with.engine=ours');
  t.notRegex(portable.out, /machine/);
});

test('records of what is machine-bound say so, and no others', async (t) => {
  const project = await foreignProject(t);
  const marks = (await project.run(file)).flatMap((event) =>
    event.event === 'made' ? [[event.task, event.record.machineBound]] : [],
  );
  t.deepEqual(Object.fromEntries(marks), { one: undefined, ours: undefined, theirs: true, below: true });
});

test('--update-lock leaves out what is machine-bound and says so; --locked passes on every machine', async (t) => {
  const project = await foreignProject(t);
  const { code, out } = await samebits(project.folder, 'run', file, '--update-lock');
  t.is(code, 0);
  t.regex(out, /written, but for what is machine-bound: theirs, below/);
  t.deepEqual(await lockedTasks(project), ['one', 'ours']);
  await project.moveTo('8');
  const locked = await samebits(project.folder, 'run', file, '--locked');
  t.is(locked.code, 0);
  t.regex(locked.out, /every artifact is as in .*, but for what is machine-bound: theirs, below/);
});

test('what a lock file names cannot pass --locked by being made with an engine of this machine', async (t) => {
  const project = await foreignProject(t);
  await samebits(project.folder, 'run', file, '--update-lock', '--set', 'theirs.with.engine=ours');
  t.deepEqual(await lockedTasks(project), ['below', 'one', 'ours', 'theirs']);
  const { code, out } = await samebits(project.folder, 'run', file, '--locked');
  t.is(code, 1);
  t.regex(out, /lock {5}theirs: another recipe/);
});

test('with --json what is machine-bound is marked', async (t) => {
  const project = await foreignProject(t);
  for (const command of ['plan', 'run']) {
    const { out } = await samebits(project.folder, command, file, '--json');
    t.regex(out, /"theirs"[^}]*"machineBound":true/);
    t.notRegex(out, /"ours"[^}]*"machineBound"/);
  }
});
