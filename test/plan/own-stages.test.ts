import { mkdtempSync } from 'node:fs';
import { cp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
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

const above = mkdtempSync(join(tmpdir(), 'samebits-own-'));

test.before(async () => {
  const folder = join(above, 'checkout-0');
  for (const part of parts) await cp(part, join(folder, part), { recursive: true });
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
});

test.after.always(() => rm(above, { recursive: true, force: true }));

function digestsIn(folder: string): ReadonlyMap<string, string> {
  const modules = (stage: string) =>
    ['declaration.js', 'run.js'].map((name) => join(folder, 'dist/stages', stage, name));
  return new Map(stageNames().map((stage) => [stage, codeOf(modules(stage)).digest]));
}

/** A module's text is read once in a process: each change is made in a folder of another name. */
let changes = 0;

/** The stages whose code is another one after this change of a file. */
async function changedBy(
  file: string,
  change: (text: Buffer) => Buffer | string,
): Promise<readonly string[]> {
  const folder = join(above, `checkout-${changes}`);
  const next = join(above, `checkout-${++changes}`);
  await rename(folder, next);
  const text = await readFile(join(next, file));
  await writeFile(join(next, file), change(text));
  const [before, after] = [digestsIn(process.cwd()), digestsIn(next)];
  await writeFile(join(next, file), text);
  return stageNames().filter((stage) => before.get(stage) !== after.get(stage));
}

const appended = (text: Buffer) => Buffer.concat([text, Buffer.from(';0;')]);

function withIntegrity(name: string): (text: Buffer) => string {
  return (text) => {
    // npm wrote the file.
    const lock = JSON.parse(text.toString()) as { packages: Record<string, { integrity?: string }> };
    const entry = lock.packages[`node_modules/${name}`];
    if (entry?.integrity === undefined) throw new Error(`${name} is not locked`);
    entry.integrity = `${entry.integrity}x`;
    return JSON.stringify(lock);
  };
}

const withKernels = [
  'compare',
  'evaluate',
  'lsuv',
  'monitor',
  'pretrain',
  'rates',
  'singular-values',
  'statistics',
  'surface',
  'svm',
  'train',
];

const withPictures = ['cifar10', 'figure', 'mnist', 'photographs', 'shapeset'];

test.serial('a checkout in another folder has the same code', async (t) => {
  t.deepEqual(await changedBy('package.json', (text) => text), []);
});

test.serial(
  'a changed kernel, in either arithmetic, changes the code of what opens a network, and of nothing else',
  async (t) => {
    t.deepEqual(await changedBy('src/engine/portable/kernels.wasm', appended), withKernels);
    t.deepEqual(await changedBy('src/engine/portable/kernels.fma.wasm', appended), withKernels);
  },
);

test.serial(
  'a change in the random generator changes the code of what draws, and of nothing else',
  async (t) => {
    t.deepEqual(
      await changedBy('dist/src/random/philox.js', appended),
      [...withKernels, 'initialise', 'photographs', 'shapeset', 'theory'].sort(),
    );
  },
);

test.serial('a change in one stage changes its code alone', async (t) => {
  t.deepEqual(await changedBy('dist/stages/figure/legend.js', appended), ['figure']);
  t.deepEqual(await changedBy('dist/stages/report/sections.js', appended), ['report']);
});

test.serial('a change in what every stage uses changes the code of every stage', async (t) => {
  t.deepEqual(await changedBy('dist/src/stage/contract.js', appended), stageNames());
});

test.serial(
  "a package's integrity changes the code of what reaches it, also through other packages",
  async (t) => {
    t.deepEqual(await changedBy('package-lock.json', withIntegrity('sharp')), withPictures);
    t.deepEqual(await changedBy('package-lock.json', withIntegrity('@img/colour')), withPictures);
    t.deepEqual(await changedBy('package-lock.json', withIntegrity('ava')), []);
  },
);

test.serial('plan, run, store, audit and command line are in the code of no stage', async (t) => {
  for (const module of [
    'plan/recipe',
    'run/worker',
    'store/objects',
    'audit/lock',
    'cli/main',
    'stage/registry',
  ])
    t.deepEqual(await changedBy(`dist/src/${module}.js`, appended), [], module);
});
