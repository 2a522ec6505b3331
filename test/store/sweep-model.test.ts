import test from 'ava';
import fc from 'fast-check';
import { digestOf, type Digest } from '../../src/artifact/digest.js';
import type { Files } from '../../src/store/files.js';
import type { Machine } from '../../src/store/machine.js';
import type { TaskRecord } from '../../src/store/records.js';
import { openStore, type Store } from '../../src/store/store.js';
import { sweep } from '../../src/store/sweep/sweep.js';
import { gated } from './gated.js';
import { memoryDisk } from './memory-disk.js';
import { openWorld } from './world.js';
import { times } from '../thorough.js';

const root = '/project/artifacts';

/** Few, so that pipelines share them and find them made, half taken away, or gone. */
const contents = ['a', 'b', 'c'].map((text) => Buffer.from(text));
const keys = ['one', 'two', 'three'].map(digestOf);
const chain = digestOf('a chain');

/** A task of the model: its outputs are given by its key. */
const bytesOf = (task: number) =>
  [contents[task % 3], contents[(task + 1) % 3]].filter((bytes) => bytes !== undefined);

function recordOf(task: number, digests: readonly Digest[], startedAt: string): TaskRecord {
  const outputs = digests.map((digest, index) => [
    `output${index}`,
    { digest, mediaType: 'text/plain', bytes: 1, description: {} },
  ]);
  return {
    format: 'samebits/record/2',
    task: String(task),
    key: keys[task] ?? digestOf(''),
    preimage: {},
    listing: digestOf('a'),
    chain: task === 0 ? chain : null,
    outputs: Object.fromEntries(outputs) as TaskRecord['outputs'],
    failure: null,
    environment: {},
    startedAt,
    seconds: 1,
    memory: 0,
  };
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}

async function isWhole(record: TaskRecord, { objects }: Store): Promise<boolean> {
  for (const { digest } of Object.values(record.outputs))
    if ((await objects.check(digest)) !== undefined) return false;
  return true;
}

/** What a run does with the store, in the order in which it does it. Gives the records that it found or made. */
async function runOf(
  name: string,
  tasks: readonly number[],
  store: Store,
  used: Set<TaskRecord>,
): Promise<void> {
  const lease = await store.lease(name);
  for (const task of tasks) {
    const key = keys[task] ?? digestOf('');
    const found = await store.records.find(key);
    if (found !== undefined) await store.retain(found);
    if (found !== undefined && (await isWhole(found, store))) {
      used.add(found);
      continue;
    }
    if (task === 0) {
      await store.retainChain(chain);
      await store.chain(chain).keep({ step: 1, digest: digestOf('state'), notes: [] }, Buffer.from('state'));
    }
    const digests = [];
    for (const bytes of bytesOf(task)) digests.push(await store.objects.put(inPieces(bytes)));
    await store.objects.put(Buffer.from('a'));
    const record = recordOf(task, digests, name);
    await store.records.keep(record);
    used.add(record);
  }
  const last = tasks.map((task) => [String(task), keys[task] ?? digestOf('')] as const);
  await store.lastRuns.write(name, Object.fromEntries(last));
  await lease.release();
}

/** Every call that a disk gets, and every wait, happens when the scheduler says. */
function scheduled(files: Files, machine: Machine, scheduler: fc.Scheduler): [Files, Machine] {
  const turn = (what: string) => scheduler.schedule(Promise.resolve(), `${machine.self().pid} ${what}`);
  const disk = gated(files, (operation, place) => turn(`${operation} ${place}`));
  return [disk, { ...machine, sleep: () => turn('sleep') }];
}

/** Takes files of a kind away, as a person might. */
async function lose(kind: string, files: Files): Promise<void> {
  const folder = `${root}/${kind}`;
  const halves = await files.list(folder).catch(() => []);
  for (const half of halves)
    for (const name of await files.list(`${folder}/${half}`)) await files.remove(`${folder}/${half}/${name}`);
}

/** A chain only saves work: one that was found, and not gone on with, may have been on the list of a sweep that went on. */
async function assertThere(record: TaskRecord, isMade: boolean, store: Store): Promise<void> {
  if ((await store.records.find(record.key)) === undefined) throw new Error(`record ${record.task} is lost`);
  if (!(await isWhole(record, store))) throw new Error(`outputs of ${record.task} are lost`);
  if (isMade && record.chain !== null && (await store.chain(chain).states()).length !== 1)
    throw new Error('the chain is lost');
}

const tasksOfARun = fc.uniqueArray(fc.nat(2), { minLength: 1, maxLength: 3 });

test('no run meets a sweep: whatever it found or made is there when it ends, and after the sweeps', async (t) => {
  const schedule = fc.asyncProperty(
    fc.scheduler(),
    fc.array(tasksOfARun, { maxLength: 2 }),
    fc.array(tasksOfARun, { minLength: 1, maxLength: 2 }),
    fc.integer({ min: 1, max: 2 }),
    fc.constantFrom('nothing', 'objects', 'records'),
    // The clock may jump while things go on: by an hour, in either direction.
    fc.array(fc.constantFrom(-3_600_000, 3_600_000), { maxLength: 2 }),
    async (scheduler, earlier, runs, sweeps, lost, jumps) => {
      const world = openWorld();
      const { files } = memoryDisk(() => world.clock);
      for (const [index, tasks] of earlier.entries())
        await runOf(`earlier ${index}`, tasks, openStore(root, files, world.process()), new Set());
      await lose(lost, files);
      // Long ago, as far as any clock can tell.
      world.clock += 1e9;
      const here = () => scheduled(files, world.process(), scheduler);
      const pipelines = new Set(runs.map((_, index) => `run ${index}`));
      const used = runs.map(() => new Set<TaskRecord>());
      const roots = () => Promise.resolve({ pipelines, locked: new Map() });
      const work = [
        ...runs.map((tasks, index) =>
          runOf(`run ${index}`, tasks, openStore(root, ...here()), used[index] ?? new Set()),
        ),
        ...Array.from({ length: sweeps }, async () => {
          await sweep(root, ...here(), { roots, grace: 0, dryRun: false });
        }),
        ...jumps.map((jump) => scheduler.schedule(Promise.resolve()).then(() => void (world.clock += jump))),
      ];
      await scheduler.waitFor(Promise.all(work));
      const after = openStore(root, files, world.process());
      for (const record of used.flatMap((records) => [...records]))
        await assertThere(record, record.startedAt.startsWith('run'), after);
    },
  );
  await t.notThrowsAsync(fc.assert(schedule, { numRuns: times(500, 2000) }));
});
