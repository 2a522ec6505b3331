import { appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { codeOf } from '../../src/plan/code.js';
import { stageNames } from '../../src/stage/registry.js';

/** What of this repository its stages can reach, and what they cannot. */
const parts = [
  'dist/src',
  'dist/stages',
  'src/engine/portable/kernels.wasm',
  'src/engine/portable/kernels.fma.wasm',
  'package.json',
  'package-lock.json',
];

async function checkout(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'samebits-own-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  for (const part of parts) await cp(part, join(folder, part), { recursive: true });
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function digestsIn(folder: string): ReadonlyMap<string, string> {
  const modules = (stage: string) =>
    ['declaration.js', 'run.js'].map((name) => join(folder, 'dist/stages', stage, name));
  return new Map(stageNames().map((stage) => [stage, codeOf(modules(stage)).digest]));
}

/** The stages whose code is another one after a change in a checkout of its own. */
async function changedBy(
  t: ExecutionContext,
  change: (folder: string) => Promise<unknown>,
): Promise<readonly string[]> {
  const folder = await checkout(t);
  await change(folder);
  const [before, after] = [digestsIn(process.cwd()), digestsIn(folder)];
  return stageNames().filter((stage) => before.get(stage) !== after.get(stage));
}

function appended(file: string): (folder: string) => Promise<unknown> {
  return (folder) => appendFile(join(folder, file), ';0;');
}

function withIntegrity(name: string): (folder: string) => Promise<unknown> {
  return async (folder) => {
    const file = join(folder, 'package-lock.json');
    const lock = JSON.parse(await readFile(file, 'utf8')) as {
      packages: Record<string, { integrity?: string }>;
    };
    const entry = lock.packages[`node_modules/${name}`];
    if (entry?.integrity === undefined) throw new Error(`${name} is not locked`);
    entry.integrity = `${entry.integrity}x`;
    await writeFile(file, JSON.stringify(lock));
  };
}

const withNetworks = ['compare', 'evaluate', 'initialise', 'monitor', 'rates', 'statistics', 'train'];

const withPictures = ['figure', 'mnist', 'photographs', 'shapeset'];

test('a checkout in another folder has the same code', async (t) => {
  t.deepEqual(await changedBy(t, () => Promise.resolve()), []);
});

test('a changed kernel, in either arithmetic, changes the code of what opens a network, and of nothing else', async (t) => {
  const opens = withNetworks.filter((stage) => stage !== 'initialise');
  t.deepEqual(await changedBy(t, appended('src/engine/portable/kernels.wasm')), opens);
  t.deepEqual(await changedBy(t, appended('src/engine/portable/kernels.fma.wasm')), opens);
});

test('a change in the random generator changes the code of what draws, and of nothing else', async (t) => {
  t.deepEqual(
    await changedBy(t, appended('dist/src/random/philox.js')),
    [...withNetworks, 'photographs', 'shapeset'].sort(),
  );
});

test('a change in one stage changes its code alone', async (t) => {
  t.deepEqual(await changedBy(t, appended('dist/stages/figure/legend.js')), ['figure']);
  t.deepEqual(await changedBy(t, appended('dist/stages/report/sections.js')), ['report']);
});

test('a change in what every stage uses changes the code of every stage', async (t) => {
  t.deepEqual(await changedBy(t, withIntegrity('typebox')), stageNames());
});

test("a package's integrity changes the code of what reaches it, also through other packages", async (t) => {
  t.deepEqual(await changedBy(t, withIntegrity('sharp')), withPictures);
  t.deepEqual(await changedBy(t, withIntegrity('@img/colour')), withPictures);
  t.deepEqual(await changedBy(t, withIntegrity('ava')), []);
});

test('plan, run, store, audit and command line are in the code of no stage', async (t) => {
  for (const folder of [
    'plan/recipe',
    'run/worker',
    'store/objects',
    'audit/lock',
    'cli/main',
    'stage/registry',
  ])
    t.deepEqual(await changedBy(t, appended(`dist/src/${folder}.js`)), [], folder);
});
