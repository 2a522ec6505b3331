import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { samebits, samebitsMain } from '../command.js';
import { foreignProject } from '../foreign.js';
import { makeProject, sums, type Project } from '../project.js';

const file = 'pipelines/sums.json';

/** Its numbers do not come where the environment says so: what a code digest cannot see. */
const number = `
  import { numberOf } from './value.js';
  export async function run({ parameters, write, signal, progress }) {
    progress({ done: 0, total: 1, unit: 'numbers' });
    if (process.env.SLOW) await new Promise((_, stop) => { const idle = setInterval(() => {}, 1000); signal.addEventListener('abort', () => { clearInterval(idle); stop(signal.reason); }); });
    const value = numberOf(parameters);
    await write('table', 'value\\n' + value + '\\n', { title: 'A number', columns: [{ name: 'value', type: 'number', title: 'value' }] });
    await write('note', parameters.kind);
  }`;

async function sumsProject(t: ExecutionContext): Promise<Project> {
  const project = await makeProject(t);
  await project.write(file, sums);
  await project.write('stages/number/run.js', number);
  await samebits(project.folder, 'run', file, '--update-lock');
  return project;
}

test('a lock file whose tasks are not what it writes of tasks is bad input, not a crash', async (t) => {
  const project = await sumsProject(t);
  const lock = await readFile(join(project.folder, 'pipelines/sums.lock.json'), 'utf8');
  for (const [was, is] of [
    [/"outputs": \{[^}]*\}/, '"outputs": null'],
    [/"table": "[0-9a-f]{64}"/, '"table": 5'],
    [/"recipe": "[0-9a-f]{64}"/, '"recipe": "1"'],
  ] as const) {
    await project.write('pipelines/sums.lock.json', lock.replace(was, is));
    for (const asked of [
      ['verify', file],
      ['run', file, '--locked'],
      ['diff', file],
    ]) {
      const { code, err } = await samebits(project.folder, ...asked);
      t.is(code, 2, err);
      t.regex(err, /not a lock file that this version reads/);
    }
  }
});

test('on a fresh clone the committed lock file is reproduced: exit 0; a number that differs from it: exit 1', async (t) => {
  const project = await sumsProject(t);
  await rm(join(project.folder, 'artifacts'), { recursive: true });
  const { code, out } = await samebits(project.folder, 'verify', file);
  t.is(code, 0, out);
  t.regex(out, /3 tasks executed again, all equal to lock file; /);
  t.deepEqual(
    (await readdir(project.folder)).filter((name) => name === 'artifacts'),
    [],
  );
  const lock = join(project.folder, 'pipelines/sums.lock.json');
  const changed = (await readFile(lock, 'utf8')).replace(
    /"table": "[0-9a-f]{64}"/,
    `"table": "${'0'.repeat(64)}"`,
  );
  await project.write('pipelines/sums.lock.json', changed);
  const wrong = await samebits(project.folder, 'verify', file);
  t.is(wrong.code, 1);
  t.regex(wrong.out, /DIFFERS\s+table from the lock file: 000000000000… → [0-9a-f]{12}…/);
  t.regex(wrong.out, /2 equal · 1 differ; /);
});

test('events are lines of JSON, and the last counts what was found', async (t) => {
  const project = await sumsProject(t);
  const { out } = await samebits(project.folder, 'verify', file, '--json', '--only', 'one');
  // Each line is an object.
  const events = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  t.like(events.at(-1), { event: 'finished', exitCode: 0, equal: 2, different: 0, notRecorded: 0 });
  t.is(events.filter(({ event }) => event === 'verified').length, 2);
});

test('with nothing to hold against, or an option that means nothing, it is bad input: exit 2', async (t) => {
  const project = await makeProject(t);
  await project.write(file, sums);
  const said = async (...args: readonly string[]) => {
    const { code, err } = await samebits(project.folder, 'verify', file, ...args);
    return `${code} ${err}`;
  };
  t.regex(await said(), /^2 .*nothing is recorded of these tasks.*Make them first: samebits run/s);
  t.regex(await said('--spot', 'many'), /^2 --spot many {2}is a whole number of at least 1/);
  t.regex(await said('--seed', '1'), /^2 --seed {2}needs --spot n/);
  t.regex(await said('--carry-over'), /^2 --carry-over {2}needs --spot n/);
  t.regex(await said('--against', 'abacus'), /^2 /);
  t.regex(await said('--spot', '1', '--carry-over', '--only', 'one'), /^2 .*cannot be used with/);
  await samebits(project.folder, 'run', file);
  t.regex(await said('--spot', '3'), /^2 --spot {2}none of these tasks is recorded in parts/);
});

test('what is bound to another machine is not verifiable here, and is counted', async (t) => {
  const project = await foreignProject(t);
  const pipeline = 'pipelines/p.json';
  await samebits(project.folder, 'run', pipeline);
  t.regex((await samebits(project.folder, 'verify', pipeline)).out, /4 tasks executed again, all equal/);
  await project.moveTo('8');
  const { code, out } = await samebits(project.folder, 'verify', pipeline);
  t.is(code, 0, out);
  t.regex(out, /2 equal · 2 not verifiable here/);
});

test('Ctrl-C ends it with exit code 130 and leaves no clean store behind, also where a task is in the middle', async (t) => {
  const project = await sumsProject(t);
  const temporary = await mkdtemp(join(tmpdir(), 'samebits-test-'));
  t.teardown(() => rm(temporary, { recursive: true, force: true }));
  const child = spawn(process.execPath, [samebitsMain, 'verify', file, '--json'], {
    cwd: project.folder,
    env: { ...process.env, SLOW: 'yes', TMPDIR: temporary },
  });
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (text: Buffer) => {
      if (text.toString().includes('"progress"')) resolve();
    }),
  );
  t.is((await readdir(temporary)).length, 1);
  child.kill('SIGINT');
  const code = await new Promise((resolve) => child.once('close', resolve));
  t.is(code, 130);
  t.deepEqual(await readdir(temporary), []);
});
