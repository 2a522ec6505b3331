import { spawn } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import type { RunEvent } from '../../src/run/events.js';
import type { TaskRecord } from '../../src/store/records.js';
import { samebits, samebitsMain } from '../command.js';
import { makeProject, type Project } from '../project.js';

/** A small training on Shapeset that lasts a few seconds, and what is measured on the way. */
const pipeline = {
  name: 'small',
  stages: {
    shapes: { use: 'shapeset', with: { validation: 50, test: 50 } },
    network: { use: 'initialise', with: { layers: [1024, 60, 60, 9], scheme: 'normalised' } },
    train: {
      use: 'train',
      inputs: { data: 'shapes', network: 'network' },
      with: { updates: 4000, learningRate: 0.05, recordEvery: 100 },
    },
  },
};
const monitor = {
  use: 'monitor',
  inputs: { training: 'train', initial: 'network', data: 'shapes' },
  with: { every: 1000, examples: 50, validation: 50 },
};
const monitored = { ...pipeline, stages: { ...pipeline.stages, monitor } };

async function projectWith(t: ExecutionContext, content: object): Promise<Project> {
  const project = await makeProject(t);
  await project.write('pipelines/small.json', content);
  return project;
}

function made(events: readonly RunEvent[]): Readonly<Record<string, TaskRecord>> {
  return all(events.filter(({ event }) => event === 'made'));
}

function all(events: readonly RunEvent[]): Readonly<Record<string, TaskRecord>> {
  return Object.fromEntries(
    events.flatMap((event) =>
      event.event === 'made' || event.event === 'cached' ? [[event.task, event.record]] : [],
    ),
  );
}

/** The digests of a task's outputs. */
function digests(record: TaskRecord | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record?.outputs ?? {}).map(([name, { digest }]) => [name, digest]),
  );
}

async function straight(
  t: ExecutionContext,
  ...settings: string[]
): Promise<Readonly<Record<string, TaskRecord>>> {
  return made(await (await projectWith(t, monitored)).run('pipelines/small.json', ...settings));
}

test('a training killed again and again ends with the bytes of one that was not, and each run goes on from the last', async (t) => {
  const project = await projectWith(t, monitored);
  const longer = 'train.with.updates=12000';
  const starts: number[] = [];
  let kept = 0;
  for (let kill = 0; kill < 3; kill++) {
    const child = spawn(
      process.execPath,
      [samebitsMain, 'run', 'pipelines/small.json', '--json', '--set', longer],
      {
        cwd: project.folder,
      },
    );
    const first = await firstUpdate(child.stdout);
    starts.push(first);
    await stateKept(project, kept);
    kept = (await statesIn(project)).length;
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
  }
  t.true(
    (starts[1] ?? 0) > 0 && (starts[2] ?? 0) > (starts[1] ?? 0),
    `the runs began at ${starts.join(', ')}`,
  );
  const finished = all(await project.run('pipelines/small.json', longer));
  const whole = await straight(t, longer);
  t.deepEqual(digests(finished.train), digests(whole.train));
  t.deepEqual(digests(finished.monitor), digests(whole.monitor));
});

test('Ctrl-C keeps what a training has done: the next run goes on from there, to the bytes of one straight run', async (t) => {
  const project = await projectWith(t, pipeline);
  const setting = 'train.with.updates=30000';
  const args = [samebitsMain, 'run', 'pipelines/small.json', '--json', '--set', setting];
  // A group of its own, all of which a terminal signals.
  const child = spawn(process.execPath, args, { cwd: project.folder, detached: true });
  let told = 0;
  let signalled = false;
  child.stdout.on('data', (text: Buffer) => {
    for (const [, done] of text.toString().matchAll(/"task":"train","progress":\{"done":(\d+)/g))
      told = Number(done);
    if (told > 300 && child.pid !== undefined && !signalled) signalled = process.kill(-child.pid, 'SIGINT');
  });
  t.is(await new Promise((resolve) => child.once('close', resolve)), 130);
  const events = await project.runAll('pipelines/small.json', setting);
  const started = events.find(({ event, task }) => event === 'started' && task === 'train');
  const resumesAt = started?.event === 'started' ? (started.resumesAt ?? 0) : 0;
  t.true(resumesAt >= told - (told % 100), `told of ${told}, went on from ${resumesAt}`);
  const other = await projectWith(t, pipeline);
  const whole = made(await other.run('pipelines/small.json', setting));
  t.deepEqual(digests(all(events).train), digests(whole.train));
});

/** The descriptions of all durable states in the project's store. */
async function statesIn({ store }: Project): Promise<readonly string[]> {
  const files = await readdir(join(store.root, 'chains'), { recursive: true }).catch(() => []);
  return files.filter((file) => file.endsWith('.json'));
}

/** Waits until there are more durable states than so many. */
async function stateKept(project: Project, before: number): Promise<void> {
  while ((await statesIn(project)).length <= before) await wait(20);
}

/** The update that a run's training first reports. */
function firstUpdate(output: NodeJS.ReadableStream): Promise<number> {
  return new Promise((resolve) =>
    output.on('data', (text: Buffer) => {
      const done = /"task":"train","progress":\{"done":(\d+)/.exec(text.toString())?.[1];
      if (done !== undefined) resolve(Number(done));
    }),
  );
}

test('more updates extend a finished training, fewer cut it short, and both have the bytes of a straight run', async (t) => {
  const project = await projectWith(t, pipeline);
  const first = made(await project.run('pipelines/small.json', 'train.with.updates=1500'));
  const seen: number[] = [];
  const longer = await eventsOf(project, 'train.with.updates=2500', (done) => seen.push(done));
  t.true(Math.min(...seen) >= 1400, `the longer run began at update ${Math.min(...seen)}`);
  const shorter = made(await project.run('pipelines/small.json', 'train.with.updates=634'));
  const other = await projectWith(t, pipeline);
  const same = async (record: TaskRecord | undefined, updates: number) => {
    await rm(join(other.folder, 'artifacts'), { recursive: true, force: true });
    const whole = made(await other.run('pipelines/small.json', `train.with.updates=${updates}`));
    t.deepEqual(digests(record), digests(whole.train), `${updates} updates`);
  };
  await same(first.train, 1500);
  await same(made(longer).train, 2500);
  await same(shorter.train, 634);
});

/** Runs with the given setting, telling each update that the training reports. */
async function eventsOf(
  project: Project,
  setting: string,
  told: (done: number) => void,
): Promise<readonly RunEvent[]> {
  const events = await project.runAll('pipelines/small.json', setting);
  for (const event of events)
    if (event.event === 'progress' && event.task === 'train') told(event.progress.done);
  return events;
}

test('a probe added later does not train from nothing, and measures what it would have measured in passing', async (t) => {
  const project = await projectWith(t, pipeline);
  await project.run('pipelines/small.json');
  await project.write('pipelines/small.json', monitored);
  const later = await project.run('pipelines/small.json');
  t.deepEqual(Object.keys(made(later)), ['monitor']);
  t.deepEqual(digests(made(later).monitor), digests((await straight(t)).monitor));
  const atEnd = await project.runAll(
    'pipelines/small.json',
    'monitor.with.every=4000',
    'monitor.with.early=false',
  );
  const trained = atEnd.flatMap((event) =>
    event.event === 'progress' && event.progress.unit === 'updates' ? [event.progress.done] : [],
  );
  t.deepEqual(
    trained.filter((done) => done > 0 && done < 4000),
    [],
    'the last state is there already',
  );
});

test('what was measured in passing is not measured again', async (t) => {
  const project = await projectWith(t, monitored);
  await project.run('pipelines/small.json', 'train.with.updates=2000');
  const chains = join(project.store.root, 'chains');
  await rm(chains, { recursive: true });
  const states = await readdir(project.store.root);
  t.false(states.includes('chains'));
  const again = await project.run(
    'pipelines/small.json',
    'train.with.updates=2000',
    'monitor.with.early=false',
  );
  t.deepEqual(Object.keys(made(again)), ['monitor']);
  t.false((await readdir(project.store.root)).includes('chains'), 'nothing was trained');
});

test('a diverging network stops its task, names update and learning rate, keeps what was measured; other tasks go on', async (t) => {
  const train = { ...pipeline.stages.train, with: { learningRate: { $matrix: 'rate' }, updates: 500 } };
  const project = await projectWith(t, {
    ...monitored,
    matrix: { rate: [1e38, 0.01] },
    stages: { ...monitored.stages, train, monitor: { ...monitor, with: { ...monitor.with, every: 100 } } },
  });
  const records = made(await project.run('pipelines/small.json'));
  const diverged = records['train[1e+38]'];
  t.regex(
    diverged?.failure ?? '',
    /^the training diverged at update \d+ \(learning rate 1e\+38\): .*smaller learningRate/s,
  );
  t.is(records['train[0.01]']?.failure, null);
  const errors = records['monitor[1e+38]']?.outputs.errors;
  t.deepEqual(errors?.description.failures, [diverged?.failure], 'the table says why it ends');
  t.regex(
    (await project.store.objects.read(errors?.digest ?? fail())).toString(),
    /^update.*\n0,0,0,test,50,/,
  );
  const again = await project.run('pipelines/small.json');
  t.deepEqual(Object.keys(made(again)), [], 'it is not tried again');
  const { code, out } = await samebits(project.folder, 'run', 'pipelines/small.json');
  t.is(code, 1);
  t.regex(out, /FAILED .* diverged at update/);
});

function fail(): never {
  throw new Error('there is no such artifact');
}

const untoldStage = {
  'declaration.js': `
    const part = (mediaType) => ({ mediaType, description: 'A part.' });
    export const declaration = {
      name: 'untold', version: 1, title: 'Untold', description: 'The same examples; how many there are is not said.',
      parameters: { type: 'object', properties: {} },
      inputs: { data: { description: 'Examples.', outputs: ['train', 'validation', 'test'] } },
      outputs: { train: part('application/vnd.samebits.stream+json'), validation: part('application/vnd.safetensors'), test: part('application/vnd.safetensors') } };`,
  'run.js': `
    export async function run({ inputs, write }) {
      for (const [name, artifact] of Object.entries(inputs.data[0].artifacts)) {
        const { count, ...description } = artifact.description;
        await write(name, await artifact.bytes(), description);
      }
    }`,
};

test('a monitor that cannot begin fails by itself, not the training that it would have looked at', async (t) => {
  // Examples that do not say how many there are: that they are too few is known when they are read.
  const untold = { use: './stages/untold', inputs: { data: 'shapes' } };
  const project = await projectWith(t, {
    ...monitored,
    stages: {
      ...monitored.stages,
      untold,
      monitor: {
        ...monitor,
        inputs: { ...monitor.inputs, data: 'untold' },
        with: { ...monitor.with, examples: 300 },
      },
    },
  });
  for (const [file, text] of Object.entries(untoldStage)) await project.write(`stages/untold/${file}`, text);
  const events = await project.run(
    'pipelines/small.json',
    'train.with.updates=200',
    'monitor.with.every=100',
  );
  t.truthy(made(events).train);
  t.like(
    events.find(({ event }) => event === 'failed'),
    { task: 'monitor', failure: { kind: 'bad input' } },
  );
});

test('two runs of one training at once end with the same bytes, and so does one after them', async (t) => {
  const project = await projectWith(t, pipeline);
  const setting = 'train.with.updates=1500';
  const both = await Promise.all([
    project.run('pipelines/small.json', setting),
    project.run('pipelines/small.json', setting),
  ]);
  const [one, two] = both.map((events) => digests(all(events).train));
  t.deepEqual(one, two);
  const longer = made(await project.run('pipelines/small.json', 'train.with.updates=2000'));
  t.deepEqual(digests(longer.train), digests((await straight(t, 'train.with.updates=2000')).train));
});
