import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { digestOf, type Digest } from '../../src/artifact/digest.js';
import { superfluous } from '../../src/store/chains.js';
import { DamagedObject } from '../../src/store/damage.js';
import { Nondeterminism, type TaskRecord } from '../../src/store/records.js';
import { openStore, type Store } from '../../src/store/store.js';

async function emptyStore(t: ExecutionContext): Promise<Store> {
  const root = await mkdtemp(join(tmpdir(), 'samebits-store-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  return openStore(root);
}

const bytes = Buffer.from('some bytes');
const key = digestOf('a key');

function record(output: Digest): TaskRecord {
  const outputs = { table: { digest: output, mediaType: 'text/csv', bytes: 10, description: {} } };
  return {
    format: 'samebits/record/2',
    task: 't',
    key,
    preimage: {},
    listing: digestOf('{}'),
    chain: null,
    outputs,
    failure: null,
    environment: {},
    startedAt: 'then',
    seconds: 1,
    memory: 0,
  };
}

test('an object is read back by the SHA-256 of its bytes', async (t) => {
  const { objects } = await emptyStore(t);
  const digest = await objects.put(bytes);
  t.is(digest, digestOf(bytes));
  t.deepEqual(await objects.read(digest), bytes);
});

test('bytes that are not what their name says are never served: they are set aside when right ones are made again', async (t) => {
  const { objects, root } = await emptyStore(t);
  const digest = await objects.put(bytes);
  await writeFile(objects.file(digest), 'some bytez');
  await t.throwsAsync(objects.read(digest), {
    instanceOf: DamagedObject,
    message: /does not match its name/,
  });
  await objects.put(bytes);
  t.deepEqual(await objects.read(digest), bytes);
  t.is(await readFile(join(root, 'quarantine', digest), 'utf8'), 'some bytez');
  t.deepEqual(await objects.repairOf(digest), { differing: 1, bytes: 10 });
});

test('a truncated object is written again by who makes its bytes', async (t) => {
  const { objects } = await emptyStore(t);
  const digest = await objects.put(bytes);
  await writeFile(objects.file(digest), 'some');
  await objects.put(bytes);
  t.deepEqual(await objects.read(digest), bytes);
});

test('no temporary file is left behind, and eight writers of the same bytes agree', async (t) => {
  const { objects, root } = await emptyStore(t);
  const digests = await Promise.all(Array.from({ length: 8 }, () => objects.put(bytes)));
  t.is(new Set(digests).size, 1);
  t.deepEqual(await objects.read(digestOf(bytes)), bytes);
  t.deepEqual(await readdir(join(root, 'tmp')), []);
});

test('a record is found by its key', async (t) => {
  const { records } = await emptyStore(t);
  t.is(await records.find(key), undefined);
  await records.keep(record(digestOf(bytes)));
  t.deepEqual(await records.find(key), record(digestOf(bytes)));
});

test('a damaged record counts as absent', async (t) => {
  const { records } = await emptyStore(t);
  await records.keep(record(digestOf(bytes)));
  const file = (await records.file(key)) ?? '';
  await writeFile(file, (await readFile(file, 'utf8')).replace('then', 'thin'));
  t.is(await records.find(key), undefined);
});

test('the same key with other bytes is an error that keeps both records', async (t) => {
  const { records, root } = await emptyStore(t);
  await records.keep(record(digestOf('first')));
  await t.throwsAsync(records.keep(record(digestOf('second'))), { instanceOf: Nondeterminism });
  t.is((await records.find(key))?.outputs.table?.digest, digestOf('first'));
  const folders = await readdir(join(root, 'records'));
  const files = await Promise.all(folders.map((folder) => readdir(join(root, 'records', folder))));
  t.is(files.flat().length, 2);
});

test('a memo is found by its key, and one whose bytes went bad is forgotten', async (t) => {
  const { memo, objects } = await emptyStore(t);
  await memo.remember(key, { measured: 1.5 });
  t.deepEqual(await memo.recall(key), { measured: 1.5 });
  await writeFile(objects.file(digestOf(`{"key":"${key}","value":{"measured":1.5}}`)), '{"measured":2.5}');
  t.is(await memo.recall(key), undefined);
});

test('a chain gives back its states in order, with the notes made on the way', async (t) => {
  const chain = (await emptyStore(t)).chain(key);
  for (const step of [200, 100])
    await chain.keep(
      { step, digest: digestOf(`state ${step}`), notes: [step] },
      Buffer.from(`state ${step}`),
    );
  const states = await chain.states();
  t.deepEqual(
    states.map(({ step, notes }) => [step, ...notes]),
    [
      [100, 100],
      [200, 200],
    ],
  );
  const [first] = states;
  t.is((first && (await chain.bytes(first)))?.toString(), 'state 100');
});

test('a state whose bytes or description went bad counts as not kept', async (t) => {
  const store = await emptyStore(t);
  const chain = store.chain(key);
  const folder = join(store.root, 'chains', key.slice(0, 2), key.slice(2));
  for (const step of [1, 2])
    await chain.keep({ step, digest: digestOf(`state ${step}`), notes: [] }, Buffer.from(`state ${step}`));
  await writeFile(join(folder, '2.state'), 'state X');
  await writeFile(
    join(folder, '1.json'),
    (await readFile(join(folder, '1.json'), 'utf8')).replace('"step":1', '"step":3'),
  );
  const states = await chain.states();
  t.deepEqual(
    states.map(({ step }) => step),
    [2],
  );
  t.is(states[0] && (await chain.bytes(states[0])), undefined);
});

test('a chain keeps the newest state and about sixteen others, however long it grows', (t) => {
  let kept: number[] = [];
  for (let step = 100; step <= 100_000; step += 100) {
    kept.push(step);
    const gone = new Set(superfluous(kept, step));
    kept = kept.filter((each) => !gone.has(each));
    t.true(kept.includes(step));
    t.true(kept.length <= 18);
  }
  t.true(kept.length >= 8);
});

test('bytes written over a damaged object of their length are whole again', async (t) => {
  const { objects } = await emptyStore(t);
  const digest = await objects.put(bytes);
  await writeFile(objects.file(digest), 'some bytez');
  await objects.put(bytes);
  t.deepEqual(await objects.read(digest), bytes);
});

test('of two records of one key kept at once with other bytes, one is an error and the first stays in force', async (t) => {
  const { records } = await emptyStore(t);
  const kept = await Promise.allSettled(
    ['first', 'second', 'third'].map((each) => records.keep(record(digestOf(each)))),
  );
  t.is(kept.filter(({ status }) => status === 'fulfilled').length, 1);
  const first = ['first', 'second', 'third'].find((_, index) => kept[index]?.status === 'fulfilled') ?? '';
  t.is((await records.find(key))?.outputs.table?.digest, digestOf(first));
});

test('the same bytes described otherwise are not the same outputs', async (t) => {
  const { records } = await emptyStore(t);
  const one = record(digestOf(bytes));
  await records.keep(one);
  const outputs = {
    table: { digest: digestOf(bytes), mediaType: 'text/csv', bytes: 10, description: { title: 'another' } },
  };
  await t.throwsAsync(records.keep({ ...one, outputs }), { instanceOf: Nondeterminism });
  await t.throwsAsync(records.keep({ ...one, failure: 'diverged' }), { instanceOf: Nondeterminism });
});

test('a damaged list of last runs costs an explanation, nothing else', async (t) => {
  const { lastRuns, root } = await emptyStore(t);
  await lastRuns.write('p', { one: key });
  t.deepEqual(await lastRuns.read('p'), { one: key });
  for (const text of ['null', '{"one":5}', '{', '[]']) {
    await writeFile(join(root, 'runs', 'p.json'), text);
    t.deepEqual(await lastRuns.read('p'), {});
  }
});

test('a state that was just kept can be gone on from, though later ones are kept too', async (t) => {
  const chain = (await emptyStore(t)).chain(key);
  const keep = (step: number) =>
    chain.keep({ step, digest: digestOf(`state ${step}`), notes: [] }, Buffer.from(`state ${step}`));
  await keep(300_000);
  for (const step of [2000, 5000, 8000, 11_000]) {
    await keep(step);
    const state = (await chain.states()).find((each) => each.step === step);
    t.is(state && (await chain.bytes(state))?.toString(), `state ${step}`);
  }
});
