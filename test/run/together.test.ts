import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { isDigest } from '../../src/artifact/digest.js';
import { samebitsMain } from '../command.js';
import { makeProject, type Project } from '../project.js';
import { eventsOf, outputsOf } from '../store/counting-project.js';
import { times } from '../thorough.js';

/** Runs of the command in processes of their own, beside each other. */

interface Ran {
  readonly code: number | null;
  readonly err: string;
  readonly made: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

interface Running {
  readonly ended: Promise<Ran>;
  kill(): void;
  /** Resolves once it has said this, or ended. */
  said(text: string): Promise<void>;
}

function start(project: Project, ...args: readonly string[]): Running {
  const child = spawn(process.execPath, [samebitsMain, ...args, '--json'], { cwd: project.folder });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return {
    ended: new Promise((resolve) =>
      child.once('close', (code) => {
        resolve({ code, err, ...toldIn(out) });
      }),
    ),
    kill: () => child.kill('SIGKILL'),
    async said(text) {
      while (!out.includes(text) && child.exitCode === null) await wait(5);
    },
  };
}

interface Told {
  readonly event: string;
  readonly task: string;
  readonly outputs: Readonly<Record<string, { readonly digest: string }>>;
}

function toldIn(out: string): Pick<Ran, 'made' | 'outputs'> {
  const whole = out
    .slice(0, out.lastIndexOf('\n') + 1)
    .trim()
    .split('\n')
    .filter((line) => line !== '');
  const events = whole.map((line) => JSON.parse(line) as Told);
  const there = events.filter(({ event }) => event === 'made' || event === 'cached');
  const digests = there.flatMap(({ task, outputs }) =>
    Object.entries(outputs).map(([name, { digest }]) => [`${task}.${name}`, digest] as const),
  );
  return {
    made: events.filter(({ event }) => event === 'made').map(({ task }) => task),
    outputs: Object.fromEntries(digests),
  };
}

/** Numbers, each of which takes its time, and their sum. */
const numbers = [2, 3, 5, 7];
const slow = {
  name: 'slow',
  matrix: { value: numbers },
  stages: {
    one: { use: './stages/number', with: { value: { $matrix: 'value' } } },
    total: { use: './stages/sum', inputs: { numbers: { $each: 'one' } } },
  },
};
const tasks = [...numbers.map((value) => `one[${value}]`), 'total'].sort();

async function slowProject(t: ExecutionContext): Promise<Project> {
  const project = await makeProject(t);
  await project.write('pipelines/slow.json', slow);
  await project.write(
    'stages/number/value.js',
    `const until = performance.now() + 100; while (performance.now() < until); export const numberOf = ({ value }) => value;`,
  );
  return project;
}

/** What one run makes, which no other process disturbs. */
async function alone(t: ExecutionContext, pipeline: object): Promise<Ran['outputs']> {
  const project = await slowProject(t);
  await project.write('pipelines/p.json', pipeline);
  return outputsOf(await eventsOf(await project.plan('pipelines/p.json'), project.store));
}

async function eachOnce(t: ExecutionContext, count: number): Promise<void> {
  const project = await slowProject(t);
  const runs = Array.from({ length: count }, () => start(project, 'run', 'pipelines/slow.json'));
  const ended = await Promise.all(runs.map((run) => run.ended));
  const right = await alone(t, slow);
  for (const { code, err, outputs } of ended) {
    t.is(code, 0, err);
    t.deepEqual(outputs, right);
  }
  t.deepEqual(ended.flatMap(({ made }) => made).sort(), tasks);
  for (const folder of ['leases', 'locks', 'tmp'])
    t.deepEqual(await readdir(join(project.store.root, folder)), [], folder);
}

test('two processes run one pipeline at once: each task is made once, and each has the right bytes', (t) =>
  eachOnce(t, 2));

test('eight processes run one pipeline at once: each task is made once, and each has the right bytes', (t) =>
  eachOnce(t, 8));

test('one of three that run at once is killed in the middle: the others do its work too', async (t) => {
  const project = await slowProject(t);
  const runs = Array.from({ length: 3 }, () => start(project, 'run', 'pipelines/slow.json', '--jobs', '1'));
  const [victim, ...others] = runs;
  await victim?.said('"event":"started"');
  victim?.kill();
  const ended = await Promise.all(others.map((run) => run.ended));
  const right = await alone(t, slow);
  for (const { code, err, outputs } of ended) {
    t.is(code, 0, err);
    t.deepEqual(outputs, right);
  }
  const made = [...((await victim?.ended)?.made ?? []), ...ended.flatMap((run) => run.made)];
  t.deepEqual([...new Set(made)].sort(), tasks);
  // The task that the killed one was at may just have been kept, without its having said so.
  t.true(made.length <= tasks.length + 1, made.join(' '));
});

test('locks and leases of dead processes stop nobody', async (t) => {
  const project = await slowProject(t);
  const first = start(project, 'run', 'pipelines/slow.json', '--jobs', '2');
  await first.said('"event":"started"');
  first.kill();
  await first.ended;
  t.not((await readdir(join(project.store.root, 'locks'))).length, 0);
  const before = performance.now();
  const ended = await Promise.all([1, 2].map(() => start(project, 'run', 'pipelines/slow.json').ended));
  for (const { code, err } of ended) t.is(code, 0, err);
  const seen = ended.flatMap(({ made }) => made);
  t.is(new Set(seen).size, seen.length);
  t.true(performance.now() - before < 60_000);
});

test('without locks, two that run at once still end well, with the right bytes', async (t) => {
  const project = await slowProject(t);
  // No folder can be made where a file is.
  await project.write('artifacts/locks', '');
  const ended = await Promise.all([1, 2].map(() => start(project, 'run', 'pipelines/slow.json').ended));
  const right = await alone(t, slow);
  for (const { code, err, outputs } of ended) {
    t.is(code, 0, err);
    t.deepEqual(outputs, right);
  }
});

const trainings = {
  name: 'trainings',
  matrix: { updates: [600, 900] },
  stages: {
    shapes: { use: 'shapeset', with: { validation: 50, test: 50 } },
    network: { use: 'initialise', with: { layers: [1024, 50, 9], scheme: 'normalised' } },
    train: {
      use: 'train',
      inputs: { data: 'shapes', network: 'network' },
      with: { updates: { $matrix: 'updates' }, learningRate: 0.05, recordEvery: 100 },
    },
  },
};

test('two processes that train on the same chain of states at once end with the bytes of one that trains alone', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', trainings);
  const ended = await Promise.all([1, 2].map(() => start(project, 'run', 'pipelines/p.json').ended));
  const right = await alone(t, trainings);
  for (const { code, err, outputs } of ended) {
    t.is(code, 0, err);
    t.deepEqual(outputs, right);
  }
  t.is(ended.flatMap(({ made }) => made).length, 4);
});

test('two pipelines that share artifacts run again and again while gc takes away all it may: no run fails, all bytes are right', async (t) => {
  const project = await slowProject(t);
  await project.write('stages/number/value.js', 'export const numberOf = ({ value }) => value;');
  const pipelines = ['left', 'right'].map((name) => ({ ...slow, name, matrix: { value: [2, 3] } }));
  for (const pipeline of pipelines) await project.write(`pipelines/${pipeline.name}.json`, pipeline);
  const over = new AbortController();
  const sweepOnAndOn = async (): Promise<number> => {
    let count = 0;
    for (; !over.signal.aborted; count++) {
      const swept = await start(project, 'gc', '--grace', '0').ended;
      t.is(swept.code, 0, swept.err);
    }
    return count;
  };
  t.is((await start(project, 'run', 'pipelines/left.json').ended).code, 0);
  const sweeps = sweepOnAndOn();
  const runs = pipelines.map(async ({ name }) => {
    for (let round = 0; round < times(4, 8); round++) {
      // Another number each time, so that there is always something to take away, and something that comes back.
      const setting = `total.with.plus=${round % 3}`;
      const ran = await start(project, 'run', `pipelines/${name}.json`, '--set', setting).ended;
      t.is(ran.code, 0, ran.err);
      t.is(Object.keys(ran.outputs).length, 5);
      const total = ran.outputs['total.table'] ?? '';
      if (isDigest(total))
        t.is((await project.store.objects.read(total)).toString(), `value\n${5 + (round % 3)}\n`);
    }
  });
  await Promise.all(runs);
  over.abort();
  t.log(`${await sweeps} sweeps`);
  t.true((await sweeps) > 1);
});
