import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { digestOfJson } from '../../src/artifact/digest.js';
import { codeOf } from '../../src/plan/code.js';
import { lockedPackages } from '../../src/plan/packages.js';
import { BadInput } from '../../src/stage/problem.js';

async function folderWith(t: ExecutionContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'samebits-code-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const files = {
  'package.json': '{"name":"p"}',
  'run.js': `import { a } from './a.js'; import canonicalize from 'canonicalize'; export const run = a;`,
  'a.js': `export * from './b.js'; const kernel = new URL('./k.bin', import.meta.url);`,
  'b.js': `export const a = async () => import('./c.js');`,
  'c.js': `import 'node:fs'; import './a.js';`,
  'k.bin': 'kernel',
  'other.js': 'export const other = 1;',
};

test('the code of a module is everything it imports, also through others, and the data it names', async (t) => {
  const folder = await folderWith(t, files);
  t.deepEqual(Object.keys(codeOf([join(folder, 'run.js')]).listing.files), [
    'a.js',
    'b.js',
    'c.js',
    'k.bin',
    'run.js',
  ]);
});

test('the same code in another folder has the same listing, which its digest is the digest of', async (t) => {
  const folder = await folderWith(t, files);
  const copy = await folderWith(t, {});
  await cp(folder, copy, { recursive: true });
  const [code, copied] = [codeOf([join(folder, 'run.js')]), codeOf([join(copy, 'run.js')])];
  t.deepEqual(code, copied);
  t.is(code.digest, digestOfJson('samebits/code/1', code.listing));
});

test('the same code reached through a link has the same digest, and what a linked module imports is followed from where it is', async (t) => {
  const folder = await folderWith(t, files);
  const aside = await folderWith(t, {});
  await symlink(folder, join(aside, 'link'));
  t.deepEqual(codeOf([join(aside, 'link/run.js')]), codeOf([join(folder, 'run.js')]));
  const user = await folderWith(t, { 'package.json': '{"name":"p"}', 'b.js': 'export const wrong = 1;' });
  await symlink(join(folder, 'a.js'), join(user, 'a.js'));
  const followed = Object.keys(codeOf([join(user, 'a.js')]).listing.files);
  t.true(followed.includes('c.js'), 'c.js is what the real b.js imports');
});

test('what a module loads from outside its code is in no digest', async (t) => {
  const text = `import { outsideCode } from './outside.js'; export const load = () => import(outsideCode('canonicalize'));`;
  const folder = await folderWith(t, {
    ...files,
    'c.js': text,
    'outside.js': 'export const outsideCode = (name) => name;',
    'run.js': `import './c.js';`,
  });
  t.deepEqual(codeOf([join(folder, 'run.js')]).listing.packages, {});
});

test('changed data that a module names changes the digest', async (t) => {
  const [before, after] = [
    await folderWith(t, files),
    await folderWith(t, { ...files, 'k.bin': 'another kernel' }),
  ];
  t.not(codeOf([join(before, 'run.js')]).digest, codeOf([join(after, 'run.js')]).digest);
});

test('a package of which a module asks only the place is part of the code', async (t) => {
  const text = `export const font = import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');`;
  const folder = await folderWith(t, { ...files, 'c.js': text });
  t.deepEqual(codeOf([join(folder, 'run.js')]).listing.packages, {
    'canonicalize@unknown': 'not locked',
    'dejavu-fonts-ttf@unknown': 'not locked',
  });
});

test("a package stands with its lock file's integrity and all that it depends on, of every platform", async (t) => {
  const lock = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
    packages: Record<string, { version: string; integrity?: string }>;
  };
  const packages = lockedPackages(['sharp'], process.cwd());
  const { version = '', integrity = '' } = lock.packages['node_modules/sharp'] ?? {};
  t.is(packages[`sharp@${version}`], integrity);
  t.true(Object.keys(packages).some((name) => name.startsWith('@img/sharp-darwin-arm64@')));
  t.true(Object.keys(packages).some((name) => name.startsWith('@img/sharp-linux-x64@')));
});

test('a module that is run in a worker thread is followed like an import', async (t) => {
  const thread = `import './b.js'; export {};`;
  const run = `new Worker(new URL('./thread.js', import.meta.url));`;
  const folder = await folderWith(t, {
    'package.json': '{"name":"p"}',
    'run.js': run,
    'thread.js': thread,
    'b.js': '',
  });
  t.deepEqual(Object.keys(codeOf([join(folder, 'run.js')]).listing.files), ['b.js', 'run.js', 'thread.js']);
});

test('code that cannot be followed is refused, not left out', async (t) => {
  const refused = async (text: string, more: Readonly<Record<string, string>> = {}) => {
    const folder = await folderWith(t, { 'package.json': '{"name":"p"}', 'run.js': text, ...more });
    return t.throws(() => codeOf([join(folder, 'run.js')]), { instanceOf: BadInput }).message;
  };
  t.regex(await refused(`import '#lib/x.js';`), /run\.js {2}imports "#lib\/x\.js"/);
  t.regex(await refused(`import './missing.js';`), /missing\.js {2}there is no such module/);
  t.regex(await refused(`import './old.cjs';`, { 'old.cjs': '' }), /old\.cjs {2}is CommonJS/);
  t.regex(
    await refused(`const name = './x' + '.js'; await import(name);`),
    /imports a name that is made while it runs, name:/,
  );
  t.regex(await refused('await import(`./${1}.js`);'), /imports a name that is made while it runs/);
  t.regex(await refused(`import { createRequire } from 'node:module';`), /run\.js {2}makes a require/);
  t.regex(await refused('export const run = async (c => {'), /run\.js:\d+:\d+ {2}this is not JavaScript/);
});

test('a package that is not what the lock file says is refused', async (t) => {
  const lock = (entry: object) => JSON.stringify({ packages: { 'node_modules/x': entry } });
  const withLock = async (entry: object) => {
    const folder = await folderWith(t, { 'package.json': '{"name":"p"}', 'package-lock.json': lock(entry) });
    await mkdir(join(folder, 'node_modules/x'), { recursive: true });
    await writeFile(join(folder, 'node_modules/x/package.json'), '{"version":"1.0.0"}');
    return folder;
  };
  t.deepEqual(lockedPackages(['x'], await withLock({ version: '1.0.0', integrity: 'sha512-1' })), {
    'x@1.0.0': 'sha512-1',
  });
  const stale = await withLock({ version: '2.0.0', integrity: 'sha512-2' });
  t.throws(() => lockedPackages(['x'], stale), { message: /x is installed as 1\.0\.0, locked as 2\.0\.0/ });
  const linked = await withLock({ link: true });
  t.throws(() => lockedPackages(['x'], linked), { message: /x is a link/ });
  t.throws(() => lockedPackages(['y'], stale), { message: /y is not in package-lock\.json/ });
});

/** The module of docs/stages.md that does the work. */
async function documentedRun(): Promise<string> {
  const [, text = ''] = /`stages\/mean\/run\.js`[^]*?```js\n([^]*?)```/.exec(
    await readFile('docs/stages.md', 'utf8'),
  ) ?? [''];
  return text;
}

/** A package that exports what the documented stage imports, with a package of its own lock file. */
const exporting = {
  'package.json':
    '{"name":"samebits","type":"module","exports":{"./table":{"types":"./t.d.ts","default":"./table.js"}}}',
  'table.js': `import 'x'; export * from './csv.js';`,
  'csv.js': 'export const decodeCsv = 1; export const encodeCsv = 1;',
  'package-lock.json': '{"packages":{"node_modules/x":{"version":"1.0.0","integrity":"sha512-1"}}}',
};

test('the documented stage runs in a project that links samebits, whose files are followed from where they lie and named by their package', async (t) => {
  const project = async (checkout: string) => {
    const folder = await folderWith(t, {
      'package.json': '{"name":"study","type":"module"}',
      'package-lock.json': '{"packages":{"node_modules/samebits":{"link":true,"resolved":"../checkout"}}}',
      'run.js': await documentedRun(),
    });
    await mkdir(join(folder, 'node_modules'));
    await symlink(checkout, join(folder, 'node_modules/samebits'));
    return codeOf([join(folder, 'run.js')]);
  };
  const code = await project(await folderWith(t, exporting));
  t.deepEqual(Object.keys(code.listing.files), [
    'node_modules/samebits/csv.js',
    'node_modules/samebits/table.js',
    'run.js',
  ]);
  t.deepEqual(code.listing.packages, { 'x@1.0.0': 'sha512-1' });
  t.is((await project(await folderWith(t, exporting))).digest, code.digest, 'another folder');
  const changed = await folderWith(t, { ...exporting, 'csv.js': 'export const decodeCsv = 2;' });
  t.not((await project(changed)).digest, code.digest);
  const commonJs = {
    ...exporting,
    'package.json': exporting['package.json'].replace('"type":"module",', ''),
  };
  await t.throwsAsync(async () => project(await folderWith(t, commonJs)), { message: /a link to CommonJS/ });
  const unbuilt = await folderWith(t, { 'package.json': exporting['package.json'] });
  await t.throwsAsync(() => project(unbuilt), { message: /there is no such file .*Build that package/ });
});

test('the documented stage runs in the package that it imports by name', async (t) => {
  const folder = await folderWith(t, { ...exporting, 'run.js': await documentedRun() });
  const { files, packages } = codeOf([join(folder, 'run.js')]).listing;
  t.deepEqual(Object.keys(files), ['csv.js', 'run.js', 'table.js']);
  t.deepEqual(packages, { 'x@1.0.0': 'sha512-1' });
});
