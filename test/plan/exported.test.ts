import { join } from 'node:path';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test from 'ava';
import { exportedFile } from '../../src/plan/exported.js';

test('what a package exports is found as Node finds it: by name, by the longest pattern, by the first condition', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'samebits-exports-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const found = async (manifest: object, subpath: string) => {
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    return exportedFile(folder, subpath)?.slice(folder.length + 1);
  };
  t.is(await found({ exports: './a.js' }, '.'), 'a.js');
  t.is(await found({ exports: './a.js' }, './b'), undefined);
  t.is(await found({ exports: { require: './a.cjs', import: './a.js' } }, '.'), 'a.js');
  t.is(await found({ exports: { '.': { node: { import: './n.js' }, default: './d.js' } } }, '.'), 'n.js');
  const patterns = { './*': './all/*.js', './lib/*.js': './lib/*.mjs', './lib/x.js': './x.js', './no': null };
  t.is(await found({ exports: patterns }, './lib/x.js'), 'x.js');
  t.is(await found({ exports: patterns }, './lib/y.js'), 'lib/y.mjs');
  t.is(await found({ exports: patterns }, './z'), 'all/z.js');
  t.is(await found({ exports: patterns }, './no'), undefined);
  t.is(await found({ main: 'm.js' }, '.'), 'm.js');
  t.is(await found({}, './inner/file.js'), 'inner/file.js');
});
