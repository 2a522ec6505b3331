import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test from 'ava';
import { samebits, samebitsMain } from '../command.js';
import { makeProject, sums } from '../project.js';
import { temporaryFolder } from '../stages/temporary-folder.js';

const read = async (...path: readonly string[]) =>
  JSON.parse(await readFile(join(...path), 'utf8')) as Readonly<Record<string, unknown>>;

test('init begins a project whose pipeline runs, whose claim holds, and whose report is there', async (t) => {
  t.timeout(180_000);
  const folder = await temporaryFolder(t, {});
  const begun = await samebits(folder, 'init', 'depths');
  t.is(begun.code, 0, begun.err);
  t.regex(
    begun.out,
    /^written {4}depths\/package\.json, depths\/\.gitignore, depths\/pipelines\/depths\.json\n/,
  );
  t.regex(begun.out, /cd depths && npm install\n.*npx samebits run pipelines\/depths\.json\n/);
  const { code, out, err } = await samebits(join(folder, 'depths'), 'run', 'pipelines/depths.json');
  t.is(code, 0, out + err);
  t.regex(out, /claims {3}1 hold · 0 do not · 0 undecided/);
  t.true((await readdir(join(folder, 'depths/artifacts/reports'))).includes('depths.html'));
  t.regex(await readFile(join(folder, 'depths/.gitignore'), 'utf8'), /^\/artifacts\/$/m);
});

test("the project depends on this samebits, and its pipeline's schema is that of the installed package", async (t) => {
  const folder = await temporaryFolder(t, {});
  await samebits(folder, 'init', 'depths');
  const { dependencies } = await read(folder, 'depths/package.json');
  const { samebits: spec = '' } = dependencies as Readonly<Record<string, string>>;
  t.is(resolve(folder, 'depths', spec.replace(/^file:/, '')), resolve('.'));
  t.is(
    (await read(folder, 'depths/pipelines/depths.json')).$schema,
    '../node_modules/samebits/schemas/pipeline.schema.json',
  );
});

test('in a project, init adds a pipeline and nothing else', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  await project.write('schemas/pipeline.schema.json', '{}');
  const before = await readdir(project.folder);
  for (const [standing, name] of [
    ['.', 'one'],
    ['pipelines', 'two'],
  ] as const) {
    const { code, err } = await samebits(join(project.folder, standing), 'init', name);
    t.is(code, 0, err);
    const pipeline = await read(project.folder, `pipelines/${name}.json`);
    t.is(pipeline.$schema, '../schemas/pipeline.schema.json');
    t.is((await project.plan(`pipelines/${name}.json`)).tasks.length, 7);
  }
  t.deepEqual(await readdir(project.folder), before);
  t.deepEqual(await readdir(join(project.folder, 'pipelines')), ['one.json', 'sums.json', 'two.json']);
});

test('init overwrites nothing: where a file is there, none is written', async (t) => {
  const folder = await temporaryFolder(t, {});
  await mkdir(join(folder, 'depths'));
  await writeFile(join(folder, 'depths/package.json'), '{}');
  const { code, err } = await samebits(folder, 'init', 'depths');
  t.is(code, 2);
  t.regex(err, /^depths\/package\.json {2}this file is there already\./);
  t.deepEqual(await readdir(join(folder, 'depths')), ['package.json']);
  t.is(await readFile(join(folder, 'depths/package.json'), 'utf8'), '{}');
});

test('a name that is none for a pipeline is refused', async (t) => {
  const folder = await temporaryFolder(t, {});
  for (const name of ['../out', 'A b', 'con', '\u001b[31m', 'x'.repeat(65)]) {
    const { code, err } = await samebits(folder, 'init', name);
    t.is(code, 2, name);
    t.regex(err, /the name is not of the right form/, name);
  }
  t.deepEqual(await readdir(folder), []);
});

test('with --json every file is an event, and the last line says that it is finished', async (t) => {
  const folder = await temporaryFolder(t, {});
  const { out } = await samebits(folder, 'init', '--json');
  t.deepEqual(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
    [
      ...['package.json', '.gitignore', 'pipelines/my-study.json'].map((file) => ({
        ...{ event: 'written', file: `my-study/${file}` },
      })),
      { event: 'finished', exitCode: 0 },
    ],
  );
});

test("npm start in samebits' own folder ends with what to do next", async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', { name: 'p', stages: { one: { use: './stages/number' } } });
  const env = { ...process.env, npm_lifecycle_event: 'start', npm_package_name: 'samebits' };
  const out = await new Promise<string>((done) => {
    execFile(
      process.execPath,
      [samebitsMain, 'run', 'pipelines/p.json'],
      { cwd: project.folder, env },
      (_, said) => {
        done(said);
      },
    );
  });
  t.regex(out, /nothing was cached\. Again: npm start\. Next: npx samebits init my-study\n$/);
});
