import test from 'ava';
import { canonicalJson, digestOf, type Digest } from '../../src/artifact/digest.js';
import type { Files } from '../../src/store/files.js';
import type { TaskRecord } from '../../src/store/records.js';
import { openStore, type Store } from '../../src/store/store.js';
import type { Roots } from '../../src/store/sweep/mark.js';
import { sweep, type Swept } from '../../src/store/sweep/sweep.js';
import { gated, type Gate } from './gated.js';
import { failure, memoryDisk, type MemoryDisk } from './memory-disk.js';
import { powerFor } from './schedule.js';
import { recordOf } from './steps.js';
import { openWorld, type SimulatedProcess, type World } from './world.js';

const root = '/project/artifacts';
const day = 86_400_000;
const none: Roots = { pipelines: new Set(), locked: new Map() };

interface Scene {
  readonly world: World;
  readonly disk: MemoryDisk;
  readonly store: Store;
  readonly process: SimulatedProcess;
  readonly sweep: (options?: Options) => Promise<Swept>;
}

interface Options {
  readonly roots?: Roots;
  readonly grace?: number;
  readonly gate?: Gate;
  readonly dryRun?: boolean;
}

function scene(): Scene {
  const world = openWorld();
  const disk = memoryDisk(() => world.clock);
  const process = world.process();
  return {
    ...{ world, disk, process },
    store: openStore(root, disk.files, process),
    sweep: (options = {}) => world.run(sweepFrom(process, disk, options)),
  };
}

function sweepFrom(
  process: SimulatedProcess,
  { files }: MemoryDisk,
  { roots = none, grace = 0, gate, dryRun = false }: Options,
): Promise<Swept> {
  const options = { roots: () => Promise.resolve(roots), grace, dryRun };
  return sweep(root, gate === undefined ? files : gated(files, gate), process, options);
}

const chain = digestOf('chain');

/** A task's record with its output, its code's listing and a state of its training. */
async function make(store: Store, name: string, changes: Partial<TaskRecord> = {}): Promise<TaskRecord> {
  const output = Buffer.from(name);
  const listing = await store.objects.put(Buffer.from(`listing of ${name}`));
  await store.objects.put(output);
  const record = { ...recordOf(name, output, 'then'), listing, ...changes };
  if (record.chain !== null)
    await store.chain(record.chain).keep({ step: 1, digest: digestOf('1'), notes: [] }, Buffer.from('1'));
  await store.records.keep(record);
  return record;
}

async function isThere(store: Store, record: TaskRecord): Promise<boolean> {
  const digests = [record.listing, ...Object.values(record.outputs).map(({ digest }) => digest)];
  const damage = await Promise.all(digests.map((digest) => store.objects.check(digest)));
  const states = record.chain === null ? 1 : (await store.chain(record.chain).states()).length;
  return (
    (await store.records.find(record.key)) !== undefined &&
    damage.every((each) => each === undefined) &&
    states === 1
  );
}

/** Every file of a disk, from a folder on. */
async function filesBelow(files: Files, folder: string): Promise<readonly string[]> {
  const names = await files.list(folder);
  const below = names.map(async (name) => {
    const path = `${folder}/${name}`;
    return (await files.stat(path)).isFolder ? filesBelow(files, path) : [path];
  });
  return (await Promise.all(below)).flat();
}

test('what the last run of a pipeline used stays: record, outputs, listing, states; the rest goes', async (t) => {
  const { store, sweep, disk } = scene();
  const kept = await make(store, 'kept', { chain });
  const other = await make(store, 'other', { chain: digestOf('another chain') });
  await store.lastRuns.write('p', { task: kept.key });
  const { unmarked } = await sweep({ roots: { ...none, pipelines: new Set(['p']) } });
  t.true(await isThere(store, kept));
  t.is(await store.records.find(other.key), undefined);
  t.is((await store.chain(digestOf('another chain')).states()).length, 0);
  t.deepEqual([...new Set(unmarked.map(({ kind }) => kind))].sort(), [
    'chains',
    'objects',
    'records',
    'tasks',
  ]);
  t.is(
    (await filesBelow(disk.files, root)).length,
    1 + 1 + 1 + 2 + 2,
    'last run, pointer, record, objects, state',
  );
});

test('a pipeline that is no more keeps nothing once its last run is older than the grace period', async (t) => {
  const { store, sweep, world } = scene();
  const made = await make(store, 'made');
  await store.lastRuns.write('p', { task: made.key });
  world.clock += 8 * day;
  await sweep({ grace: 9 * day });
  t.true(await isThere(store, made));
  await sweep({ grace: 7 * day, roots: { ...none, pipelines: undefined } });
  t.true(await isThere(store, made), 'where it cannot be told which pipelines there are, each counts');
  await sweep({ grace: 7 * day });
  t.is(await store.records.find(made.key), undefined);
  t.deepEqual(await store.lastRuns.read('p'), {});
});

test('what a lock file names stays, and what made it stays findable', async (t) => {
  const { store, sweep } = scene();
  const [locked, half] = [await make(store, 'locked'), await make(store, 'half')];
  const output = (record: TaskRecord) => record.outputs.table?.digest ?? digestOf('');
  const another = { digest: digestOf('never locked'), mediaType: 'text/csv', bytes: 1, description: {} };
  const partly = await make(store, 'partly', { outputs: { ...half.outputs, another } });
  const outputs = new Set<Digest>([output(locked), output(half)]);
  await sweep({ roots: { ...none, locked: new Map([['p', outputs]]) } });
  t.true(await isThere(store, locked));
  t.is(await store.objects.check(output(half)), undefined);
  t.is(await store.records.find(partly.key), undefined, 'not all of its outputs are locked');
});

test('what was made or used within the grace period stays, with all that it leads to', async (t) => {
  const { store, sweep, world } = scene();
  const [used, unused] = [await make(store, 'used', { chain }), await make(store, 'unused')];
  await store.memo.remember(digestOf('recalled'), 1);
  await store.memo.remember(digestOf('not recalled'), 2);
  world.clock += 8 * day;
  await store.retain(used);
  await store.memo.recall(digestOf('recalled'));
  const young = await make(store, 'young', { carriedOver: { from: used.key, reexecuted: 1, of: 1 } });
  await sweep({ grace: 7 * day });
  t.true(await isThere(store, used));
  t.true(await isThere(store, young));
  t.is(await store.records.find(unused.key), undefined);
  t.is(await store.memo.recall(digestOf('recalled')), 1);
  t.is(await store.memo.recall(digestOf('not recalled')), undefined);
});

test('a record that another is carried over from stays with it', async (t) => {
  const { store, sweep } = scene();
  const from = await make(store, 'from');
  const over = await make(store, 'over', { carriedOver: { from: from.key, reexecuted: 1, of: 1 } });
  await store.lastRuns.write('p', { task: over.key });
  await sweep({ roots: { ...none, pipelines: new Set(['p']) } });
  t.true(await isThere(store, from));
});

test('what a running process uses stays, wherever the process is, and goes once it is dead', async (t) => {
  for (const host of ['here', 'elsewhere']) {
    const { store, sweep, world, disk } = scene();
    const before = await make(store, 'before');
    world.clock += day;
    const process = world.process(host);
    const running = openStore(root, disk.files, process);
    await running.lease('p');
    await running.retain(before);
    const made = await make(running, 'made', { chain });
    const { blockedBy } = await sweep();
    t.is(blockedBy !== undefined, host === 'elsewhere', 'another machine may not see in time what goes');
    t.true(await isThere(store, before));
    t.true(await isThere(store, made));
    process.kill();
    const began = world.clock;
    await sweep();
    t.true(world.clock - began < 20_000);
    t.is(await store.records.find(made.key), undefined);
    t.deepEqual(await disk.files.list(`${root}/leases`), [], 'and its lease goes');
  }
});

test('beside a run of another user nothing goes', async (t) => {
  const { store, sweep, world, disk } = scene();
  const made = await make(store, 'made');
  const other = world.process();
  await openStore(root, disk.files, { ...other, self: () => ({ ...other.self(), user: 1000 }) }).lease('p');
  t.not((await sweep()).blockedBy, undefined);
  t.true(await isThere(store, made));
});

test('what this user may not mark is left', async (t) => {
  const { store, sweep } = scene();
  const made = await make(store, 'made');
  const gate: Gate = (operation, place) =>
    operation === 'touch' && place.includes('/objects/')
      ? Promise.reject(failure('EPERM', place))
      : Promise.resolve();
  const { left } = await sweep({ gate });
  t.is(left.length, 2);
  for (const { digest } of Object.values(made.outputs)) t.is(await store.objects.check(digest), undefined);
});

test('a dry run says the same and changes nothing', async (t) => {
  const { store, sweep, disk } = scene();
  await make(store, 'made', { chain });
  const before = await filesBelow(disk.files, root);
  const said = await sweep({ dryRun: true });
  t.deepEqual(await filesBelow(disk.files, root), before);
  const done = await sweep();
  t.deepEqual(
    said.unmarked.map(({ name }) => name),
    done.unmarked.map(({ name }) => name),
  );
});

test('records of another version are kept by the same rules, with everything that they name', async (t) => {
  const { store, sweep, disk, world } = scene();
  const output = await store.objects.put(Buffer.from('made by another version'));
  const text = canonicalJson({ format: 'samebits/record/77', results: [{ sha256: output }] });
  const [id, key] = [digestOf(text), digestOf('their key')];
  await write(disk.files, `${root}/records/${id.slice(0, 2)}/${id.slice(2)}.json`, text);
  await write(disk.files, `${root}/pointers/tasks-77/${key.slice(0, 2)}/${key.slice(2)}`, `${id}\n`);
  await store.lastRuns.write('p', { task: key });
  const roots = { ...none, pipelines: new Set(['p']) };
  const { things, contents } = await sweep({ roots });
  t.is(things.filter(contents.isOfAnotherVersion).length, 1);
  t.is(await store.objects.check(output), undefined);
  world.clock += day;
  await store.lastRuns.write('p', {});
  t.is((await sweep({ roots })).unmarked.length, 3, 'pointer, record and object');
});

test('reports and what people put into the store are not touched; strays, logs and quarantine go when they are old', async (t) => {
  const { sweep, disk, world, store } = scene();
  const notOurs = [
    'reports/p.html',
    'README.md',
    'objects/readme',
    'objects/ab/notes.txt',
    'mine/objects/ab/c',
  ];
  const ours = ['tmp/stray', `quarantine/${chain}`, `logs/${chain.slice(0, 2)}/${chain.slice(2)}.log`];
  for (const name of [...notOurs, ...ours]) await write(disk.files, `${root}/${name}`, 'text');
  const names = async () =>
    (await filesBelow(disk.files, root)).map((path) => path.slice(root.length + 1)).sort();
  await sweep({ grace: day });
  t.deepEqual(await names(), [...notOurs, ...ours].sort());
  world.clock += 2 * day;
  const lease = await store.lease('a run that may still write');
  await sweep({ grace: day });
  await lease.release();
  t.deepEqual(await names(), [...notOurs, 'tmp/stray', ours[2]].sort());
  await sweep({ grace: day });
  t.deepEqual(await names(), [...notOurs].sort());
});

async function write(files: Files, path: string, text: string): Promise<void> {
  await files.mkdir(path.slice(0, path.lastIndexOf('/')));
  const file = await files.create(path);
  await file.write(Buffer.from(text));
  await file.close();
}

test('a sweep that is interrupted before any of its calls leaves a valid store, and blocks nobody', async (t) => {
  let calls = 0;
  for (; ; calls++) {
    const { store, world, disk } = scene();
    const [kept, other] = [await make(store, 'kept', { chain }), await make(store, 'other')];
    await store.lastRuns.write('p', { task: kept.key });
    const roots = { ...none, pipelines: new Set(['p']) };
    const { gate, gone } = powerFor(calls);
    const sweeper = world.process();
    const ended = await Promise.race([gone, sweepFrom(sweeper, disk, { roots, gate })]);
    sweeper.kill();
    const next = openStore(root, disk.files, world.process());
    const before = world.clock;
    await world.run(next.lease('p'));
    t.true(await isThere(next, kept), `after ${calls} calls`);
    const found = await next.records.find(other.key);
    if (found !== undefined)
      t.true(await isThere(next, found), `a record that is still found is whole, after ${calls} calls`);
    await world.run(make(next, 'other'));
    t.is(world.clock, before, 'nobody waits for a dead sweep');
    if (ended !== 'power gone') break;
  }
  t.true(calls > 40, `${calls} calls`);
});
