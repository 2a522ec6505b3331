import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { digestOf } from '../../src/artifact/digest.js';
import { openStore, type Store } from '../../src/store/store.js';

const key = digestOf('a task');

async function emptyStore(t: { teardown: (work: () => Promise<void>) => void }): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'samebits-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return openStore(folder);
}

test('a log holds what was printed, in order, and says its end', async (t) => {
  const log = (await emptyStore(t)).log(key);
  log.write('one\n');
  log.write('two\n');
  const kept = await log.close('and why\n');
  t.is(kept?.end, 'one\ntwo\n');
  t.is(await readFile(kept?.file ?? '', 'utf8'), 'one\ntwo\nand why\n');
});

test('of endless printing the beginning and the end are kept, with how much is left out between', async (t) => {
  const log = (await emptyStore(t)).log(key);
  log.write('the beginning\n');
  for (let line = 0; line < 300; line++) log.write('x'.repeat(9_999) + '\n');
  log.write('the end\n');
  const text = await readFile((await log.close())?.file ?? '', 'utf8');
  t.true(text.startsWith('the beginning\n') && text.endsWith('the end\n'));
  const [, leftOut] = /\n\[(\d+) characters are left out here\]\n/.exec(text) ?? [];
  const mark = `\n[${leftOut ?? ''} characters are left out here]\n`;
  t.is(text.length - mark.length + Number(leftOut), 14 + 300 * 10_000 + 8);
  t.true(text.length < 1.2 * 2 ** 20);
});

test('who prints nothing leaves no log, nor that of an earlier execution', async (t) => {
  const store = await emptyStore(t);
  const first = store.log(key);
  first.write('old\n');
  const file = (await first.close())?.file ?? '';
  t.is(await store.log(key).close(), undefined);
  await t.throwsAsync(readFile(file), { code: 'ENOENT' });
});

test('a store that cannot be written has no logs, and fails nobody for that', async (t) => {
  const log = openStore(fileURLToPath(import.meta.url)).log(key);
  log.write('lost\n');
  t.is(await log.close(), undefined);
});
