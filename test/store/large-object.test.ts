import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { digestOf } from '../../src/artifact/digest.js';
import { DamagedObject } from '../../src/store/damage.js';
import { openStore } from '../../src/store/store.js';
import { times } from '../thorough.js';

const script = fileURLToPath(new URL('./large-object.js', import.meta.url));
const megabytes = times(300, 1100);
const most = 200e6;

test('an object larger than the memory it may take goes into the store and comes back in less than 200 MB', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'samebits-large-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  const hash = createHash('sha256');
  for (let index = 0; index < megabytes; index++) hash.update(Buffer.alloc(1 << 20, index % 251));
  const began = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [script, root, String(megabytes)]);
  const said: unknown = JSON.parse(stdout);
  t.like(said, { digest: hash.digest('hex'), bytes: megabytes * (1 << 20), damage: null });
  const memory = Number(/"memory":(\d+)/.exec(stdout)?.[1]);
  t.log(`${((performance.now() - began) / 1000).toFixed(1)} s, ${(memory / 1e6).toFixed(0)} MB of memory`);
  t.true(memory < most);
});

test('an object in pieces whose source fails leaves nothing, and one that went bad is told at its end', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'samebits-store-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  const { objects } = openStore(root);
  const broken = (async function* () {
    yield Promise.resolve(Buffer.from('some'));
    throw new Error('the source broke off');
  })();
  await t.throwsAsync(objects.put(broken), { message: 'the source broke off' });
  t.deepEqual(await readdir(join(root, 'tmp')), []);
  const digest = await objects.put(Buffer.from('some bytes'));
  await writeFile(objects.file(digest), 'some bytez');
  const all = async () => {
    for await (const piece of objects.stream(digest)) t.true(piece.byteLength > 0);
  };
  await t.throwsAsync(all(), { instanceOf: DamagedObject, message: /does not match its name/ });
  await objects.put(Buffer.from('some bytes'));
  await t.notThrowsAsync(all());
  t.is(digest, digestOf('some bytes'));
});
