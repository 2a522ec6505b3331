import { spawn } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import test from 'ava';
import { lastValueFrom, tap, toArray } from 'rxjs';
import { digestOf } from '../../src/artifact/digest.js';
import type { RunEvent } from '../../src/run/events.js';
import { statesOf } from '../../src/plan/state.js';
import { taskProcess } from '../../src/run/process.js';
import { run, type RunOptions } from '../../src/run/run.js';
import { nodeFiles, type Files } from '../../src/store/files.js';
import type { TaskRecord } from '../../src/store/records.js';
import { openStore } from '../../src/store/store.js';
import { isAlive } from '../alive.js';
import { samebitsMain } from '../command.js';
import { makeProject, sums, type Project } from '../project.js';
import { inProcess } from './in-process.js';

const reads = (numbers: string) => ({ use: './stages/sum', inputs: { numbers } });

/** A task that fails, one that reads it, and two that do not. */
const failing = {
  ...sums,
  stages: {
    one: sums.stages.one,
    bad: { ...sums.stages.total, with: { fail: 'it broke' } },
    after: reads('bad'),
    total: sums.stages.total,
    next: reads('total'),
    last: reads('next'),
  },
};

async function eventsOf(
  project: Project,
  options: Partial<RunOptions>,
  ...settings: readonly string[]
): Promise<readonly RunEvent[]> {
  const plan = await project.plan('pipelines/p.json', ...settings);
  const usual = { jobs: 1, cores: 1, signal: new AbortController().signal };
  return lastValueFrom(run(plan, project.store, { ...usual, ...options }).pipe(toArray()));
}

test("a failed task's message is told, what depends on it is skipped, and told to keep going, other tasks go on", async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write('pipelines/p.json', failing);
  const events = await eventsOf(project, { keepGoing: true });
  t.like(
    events.find(({ event }) => event === 'failed'),
    { task: 'bad', failure: { kind: 'failed', message: 'it broke' } },
  );
  t.like(
    events.find(({ event }) => event === 'skipped'),
    { task: 'after', because: 'bad' },
  );
  t.true(events.some((event) => event.event === 'made' && event.task === 'total'));
});

test('after a failure what runs is finished and nothing more is started; what is in the store is still found', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write('pipelines/p.json', { ...failing, matrix: { value: [2, 3, 4] } });
  await project.run('pipelines/p.json', 'bad.with.fail=');
  const settings = ['matrix.value=[2,7]', 'total.with.plus=1'];
  const events = await eventsOf(project, { jobs: 2, executor: inProcess }, ...settings);
  const told = (kind: RunEvent['event']) =>
    events.filter(({ event }) => event === kind).map(({ task }) => task);
  t.deepEqual(told('cached'), ['one[2]']);
  t.deepEqual(told('made'), ['one[7]', 'total'], 'total was running when bad failed');
  t.deepEqual([told('failed'), told('skipped'), told('not started')], [['bad'], ['after'], ['next', 'last']]);
  t.like(
    events.find(({ event }) => event === 'not started'),
    { task: 'next', after: 'bad' },
  );
});

test('a store that cannot be looked at fails the task that it was looked at for; the others are made', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', {
    ...sums,
    stages: { ...sums.stages, alone: { use: './stages/number', with: { value: 9 } } },
  });
  const plan = await project.plan('pipelines/p.json');
  const before = await project.run('pipelines/p.json');
  const files = before.flatMap((event) =>
    event.event === 'made' && event.task !== 'total'
      ? Object.values(event.record.outputs).map(({ digest }) => project.store.objects.file(digest))
      : [],
  );
  // Everything is to be made again but the sum, which waits on what it reads, and then cannot be verified.
  for (const file of new Set(files)) await rm(file);
  const total = before.find((event) => event.event === 'made' && event.task === 'total');
  const digest = total?.event === 'made' ? total.record.outputs.table?.digest : undefined;
  const tooMany = Object.assign(new Error('EMFILE'), { code: 'EMFILE' });
  const stream: Files['stream'] = (file) => {
    if (digest !== undefined && file.endsWith(digest.slice(2))) throw tooMany;
    return nodeFiles.stream(file);
  };
  const store = openStore(project.store.root, { ...nodeFiles, stream });
  const usual = { jobs: 1, cores: 1, signal: new AbortController().signal, keepGoing: true };
  const events = await lastValueFrom(run(plan, store, { ...usual, executor: inProcess }).pipe(toArray()));
  const told = (kind: RunEvent['event']) =>
    events.filter(({ event }) => event === kind).map(({ task }) => task);
  t.deepEqual(told('failed'), ['total']);
  t.deepEqual(told('made').sort(), ['alone', 'one[2]', 'one[3]']);
  const failed = events.find(({ event }) => event === 'failed');
  t.true(failed?.event === 'failed' && failed.failure.kind === 'failed');
  t.regex(JSON.stringify(failed), /too many files are open/);
});

test('a task that ends without an answer is a failure that shows what it printed', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write(
    'stages/number/value.js',
    `export const numberOf = () => { console.error('last words'); process.exit(3); };`,
  );
  await project.write('pipelines/p.json', {
    name: 'p',
    stages: { one: sums.stages.one },
    matrix: { value: [1] },
  });
  const failed = (await project.run('pipelines/p.json')).find(({ event }) => event === 'failed');
  t.true(
    failed?.event === 'failed' &&
      failed.failure.kind === 'failed' &&
      failed.failure.message.includes('exit code 3') &&
      failed.log?.end === 'last words\n',
  );
});

test('a process that a task leaves behind is not waited for', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write(
    'stages/number/value.js',
    `import { spawn } from 'node:child_process';
    export const numberOf = () => {
      const args = ['-e', 'setTimeout(() => {}, 60000)'];
      const left = spawn(process.execPath, args, { stdio: 'inherit', detached: true });
      left.unref();
      console.log(left.pid);
      return 1;
    };`,
  );
  await project.write('pipelines/p.json', { name: 'p', stages: { one: { use: './stages/number' } } });
  const made = (await project.run('pipelines/p.json')).find(({ event }) => event === 'made');
  // It still runs, or this throws.
  t.true(made?.event === 'made' && process.kill(Number(made.log?.end), 'SIGKILL'));
});

test('a stage that does not write what it declares is a failure, and leaves no record', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write(
    'stages/number/run.js',
    `export const run = ({ write }) => write('table', 'value\\n1\\n', {});`,
  );
  await project.write('pipelines/p.json', { name: 'p', stages: { one: { use: './stages/number' } } });
  const events = await project.run('pipelines/p.json');
  t.like(events.at(-1), {
    event: 'failed',
    task: 'one',
    failure: { message: 'stage "./stages/number" must write exactly its declared outputs; see note' },
  });
  t.false((await readdir(project.store.root)).includes('records'));
});

test('asked to stop, a running task ends, none is started, and the next run goes on', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write('pipelines/p.json', {
    ...sums,
    stages: { ...sums.stages, last: { use: './stages/sum', inputs: { numbers: 'total' } } },
  });
  const controller = new AbortController();
  const plan = await project.plan('pipelines/p.json', 'total.with.wait=true');
  const events = run(plan, project.store, { jobs: 1, cores: 1, signal: controller.signal }).pipe(
    tap((event) => {
      if (event.event === 'progress') controller.abort();
    }),
    toArray(),
  );
  const seen = await lastValueFrom(events);
  t.like(
    seen.find(({ event }) => event === 'failed'),
    { task: 'total', failure: { kind: 'stopped' } },
  );
  t.deepEqual(
    seen.filter(({ event }) => event === 'made').map(({ task }) => task),
    ['one[2]', 'one[3]'],
  );
  const again = await project.run('pipelines/p.json');
  t.deepEqual(
    again.filter(({ event }) => event === 'made').map(({ task }) => task),
    ['total', 'last'],
  );
});

test('processes of a killed run do not outlive it', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write('pipelines/p.json', sums);
  const child = spawn(
    process.execPath,
    [samebitsMain, 'run', 'pipelines/p.json', '--set', 'total.with.wait=true', '--json'],
    { cwd: project.folder },
  );
  const worker = await new Promise<number>((resolve) =>
    child.stdout.on('data', (text: Buffer) => {
      const pid = /"note":"(\d+)"/.exec(text.toString())?.[1];
      if (pid !== undefined) resolve(Number(pid));
    }),
  );
  t.true(isAlive(worker));
  child.kill('SIGKILL');
  for (let tries = 0; tries < 100 && isAlive(worker); tries++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  t.false(isAlive(worker));
});

test('a task has all cores while it runs alone, and shares them while another runs', async (t) => {
  const project = await makeProject(t, taskProcess);
  const declaration = (
    name: string,
  ) => `export const declaration = { name: '${name}', version: 1, title: '', description: '',
    parameters: { type: 'object', properties: {} }, inputs: {}, outputs: { threads: { mediaType: 'text/plain', description: '' } } };`;
  // One waits until it had to share and until it has all again; the other ends when that was seen. The file between them is not
  // named by a literal, which would make it part of their code.
  const until = `import { existsSync, writeFileSync } from 'node:fs';
    const seen = new URL(['..', '..', 'shared'].join('/'), import.meta.url);
    const until = async (done) => { while (!done()) await new Promise((go) => setTimeout(go, 5)); };`;
  await project.write('stages/long/declaration.js', declaration('long'));
  await project.write(
    'stages/long/run.js',
    `${until} export async function run({ threads, write }) {
      await until(() => threads() === 1);
      writeFileSync(seen, '');
      await until(() => threads() === 2);
      await write('threads', '1, then 2');
    }`,
  );
  await project.write('stages/short/declaration.js', declaration('short'));
  await project.write(
    'stages/short/run.js',
    `${until} export async function run({ threads, write }) {
      await until(() => existsSync(seen));
      await write('threads', String(threads()));
    }`,
  );
  const stages = { long: { use: './stages/long' }, short: { use: './stages/short' } };
  await project.write('pipelines/p.json', { name: 'p', stages });
  const records = recordsOf(await project.run('pipelines/p.json'));
  const written = await Promise.all(
    records.map(async ({ task, outputs }) => {
      const bytes = await project.store.objects.read(outputs.threads?.digest ?? digestOf(''));
      return [task, bytes.toString()];
    }),
  );
  t.deepEqual(Object.fromEntries(written), { long: '1, then 2', short: '1' });
});

test('a record says what served its task, beside what it always says, and its key does not', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write(
    'stages/sum/run.js',
    `export async function run({ servedBy, write }) {
      servedBy({ kernels: 'of today', node: 'another' });
      await write('table', 'value\\n1\\n', { title: 'One', columns: [{ name: 'value', type: 'number', title: 'value' }] });
    }`,
  );
  await project.write('pipelines/p.json', {
    name: 'p',
    stages: { one: { use: './stages/sum', inputs: { numbers: [] } } },
  });
  const [made] = recordsOf(await project.run('pipelines/p.json'));
  t.is(made?.environment.kernels, 'of today');
  t.is(made?.environment.node, process.version);
  t.false(JSON.stringify(made?.preimage).includes('of today'));
});

function recordsOf(events: readonly RunEvent[]): readonly TaskRecord[] {
  return events.flatMap((event) => (event.event === 'made' ? [event.record] : []));
}

test('code that changes between plan and run is not run under the old name', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write('pipelines/p.json', { name: 'p', stages: { one: { use: './stages/number' } } });
  const plan = await project.plan('pipelines/p.json');
  await project.write('stages/number/value.js', 'export const numberOf = () => 42;');
  const events = run(plan, project.store, { jobs: 1, cores: 1, signal: new AbortController().signal });
  const failed = (await lastValueFrom(events.pipe(toArray()))).find(({ event }) => event === 'failed');
  t.like(failed, {
    failure: {
      kind: 'failed',
      message: 'the code of this stage changed while the run was going on. Run again.',
    },
  });
});

test('two runs of one pipeline at once do each task once, and end with the same artifacts', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write('pipelines/p.json', sums);
  const [first, second] = await Promise.all([
    project.run('pipelines/p.json'),
    project.run('pipelines/p.json'),
  ]);
  const digests = (events: typeof first) =>
    Object.fromEntries(
      events.flatMap((event) =>
        event.event === 'made' || event.event === 'cached'
          ? [[event.task, event.record.outputs.table?.digest]]
          : [],
      ),
    );
  t.deepEqual(digests(first), digests(second));
  t.is(Object.keys(digests(first)).length, 3);
  const worked = [...first, ...second].filter(({ event }) => event === 'made').map(({ task }) => task);
  t.deepEqual(worked.sort(), ['one[2]', 'one[3]', 'total']);
});

test('a task whose key another run works on waits without taking the place of others', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write('pipelines/p.json', sums);
  const { signal } = new AbortController();
  const { store } = project;
  const state = (await statesOf(await project.plan('pipelines/p.json'), store)).get('one[2]');
  if (state?.state !== 'to run') throw new Error('nothing is made yet');
  const held = await store.locks.hold(state.key, signal);
  const plan = await project.plan('pipelines/p.json');
  const events = run(plan, store, { jobs: 1, cores: 1, signal, executor: inProcess }).pipe(
    tap((event) => {
      if (event.event === 'made' && event.task === 'one[3]') void held.release();
    }),
    toArray(),
  );
  const made = (await lastValueFrom(events)).filter(({ event }) => event === 'made');
  t.deepEqual(
    made.map(({ task }) => task),
    ['one[3]', 'one[2]', 'total'],
  );
});

test('a run that is stopped while it waits for another run ends', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write('pipelines/p.json', { name: 'p', stages: { one: { use: './stages/number' } } });
  const { store } = project;
  const plan = await project.plan('pipelines/p.json');
  const state = (await statesOf(plan, store)).get('one');
  if (state?.state !== 'to run') throw new Error('nothing is made yet');
  const held = await store.locks.hold(state.key, new AbortController().signal);
  const stop = new AbortController();
  setTimeout(() => {
    stop.abort();
  }, 200);
  const events = run(plan, store, { jobs: 1, cores: 1, signal: stop.signal, executor: inProcess });
  const seen = await lastValueFrom(events.pipe(toArray()));
  t.deepEqual(seen, [{ event: 'not started', task: 'one', after: undefined }]);
  await held.release();
});

test('a source file that changes between plan and run is not read under its old digest', async (t) => {
  const project = await makeProject(t, taskProcess);
  const declaration = `export const declaration = { name: 'read', version: 1, title: '', description: '',
    parameters: { type: 'object', properties: { folder: { type: 'string', default: 'data' } } }, inputs: {},
    outputs: { text: { mediaType: 'text/plain', description: '' } }, files: { parameter: 'folder', list: async () => ['a.txt'] } };`;
  await project.write('stages/read/declaration.js', declaration);
  await project.write(
    'stages/read/run.js',
    `import { readFile } from 'node:fs/promises'; export const run = async ({ files, write }) => write('text', await readFile(files.get('a.txt')));`,
  );
  await project.write('pipelines/p.json', { name: 'p', stages: { read: { use: './stages/read' } } });
  await project.write('data/a.txt', 'old');
  const plan = await project.plan('pipelines/p.json');
  await project.write('data/a.txt', 'new');
  const events = run(plan, project.store, { jobs: 1, cores: 1, signal: new AbortController().signal });
  const failed = (await lastValueFrom(events.pipe(toArray()))).find(({ event }) => event === 'failed');
  t.true(
    failed?.event === 'failed' &&
      failed.failure.kind === 'failed' &&
      failed.failure.message.includes('a.txt changed while the run was going on'),
  );
  t.true((await project.run('pipelines/p.json')).some(({ event }) => event === 'made'));
});

test('a signal to all its processes stops a run at a durable point with exit code 130', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write('pipelines/p.json', sums);
  const child = spawn(
    process.execPath,
    [samebitsMain, 'run', 'pipelines/p.json', '--set', 'total.with.wait=true', '--json'],
    { cwd: project.folder, detached: true },
  );
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      if (text.includes('"progress"')) resolve();
    });
  });
  process.kill(-(child.pid ?? 0), 'SIGTERM');
  t.is(await new Promise((resolve) => child.once('close', resolve)), 130);
});

test('a reader that goes away ends the printing, not the work', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write('pipelines/p.json', sums);
  const child = spawn(process.execPath, [samebitsMain, 'run', 'pipelines/p.json', '--json'], {
    cwd: project.folder,
  });
  child.stdout.destroy();
  t.is(await new Promise((resolve) => child.once('close', resolve)), 0);
  t.deepEqual(
    (await project.run('pipelines/p.json')).filter(({ event }) => event === 'made'),
    [],
  );
});

test('a run that is stopped before it knows what there is starts nothing, and says so of every task', async (t) => {
  const project = await makeProject(t, taskProcess);
  await project.write('pipelines/p.json', sums);
  const events = await eventsOf(project, { signal: AbortSignal.abort() });
  t.deepEqual(
    events.map(({ event, task }) => [event, task]),
    ['one[2]', 'one[3]', 'total'].map((task) => ['not started', task]),
  );
});
