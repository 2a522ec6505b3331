import { existsSync } from 'node:fs';
import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { reading } from '../../src/cli/reading.js';
import { nodeFiles } from '../../src/store/files.js';
import { thisMachine } from '../../src/store/machine.js';
import { openStore } from '../../src/store/store.js';
import { sweep } from '../../src/store/sweep/sweep.js';
import { makeProject, sums } from '../project.js';

test('what a command that reads has found stays until it has read it, though gc would take it away', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  await project.run('pipelines/p.json');
  const { root } = project.store;
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  // Used a day ago.
  const before = new Date(Date.now() - 86_400_000);
  for (const { parentPath, name } of entries) await utimes(join(parentPath, name), before, before);
  const roots = () => Promise.resolve({ pipelines: new Set<string>(), locked: new Map() });
  const gc = () => sweep(root, nodeFiles, thisMachine, { roots, grace: 0, dryRun: false });
  const keys = Object.values(await openStore(root).lastRuns.read('sums'));
  t.is(keys.length, 3);
  const [first, ...others] = keys;
  await reading(openStore(root), 'show', async ({ records, objects }) => {
    const record = first && (await records.find(first));
    await gc();
    for (const { digest } of Object.values(record?.outputs ?? {}))
      t.is(await objects.check(digest), undefined);
    t.truthy(record);
    t.deepEqual(
      await Promise.all(others.map((key) => records.find(key))),
      [undefined, undefined],
      'gc took away the rest',
    );
  });
  t.deepEqual(await readdir(join(root, 'leases')), []);
});

test('a command that reads begins no store', async (t) => {
  const { store } = await makeProject(t);
  await reading(store, 'show', ({ records }) => records.all());
  t.false(existsSync(store.root));
});
