import { gzipSync } from 'node:zlib';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { samebits } from '../command.js';
import { makeProject, type Project } from '../project.js';

/** A stage that adds to the number in the first file of a folder, and declares its table's columns. */
const stage = {
  'stages/plus/declaration.js': `
    import { readdir } from 'node:fs/promises';
    export const columns = [{ name: 'value', type: 'number', title: 'value' }];
    export const declaration = {
      name: 'plus', version: 1, title: 'A sum', description: 'Adds to the number in a file.',
      parameters: { type: 'object', additionalProperties: false, properties: {
        folder: { type: 'string', default: 'data', title: 'Folder', description: 'The folder.' },
        plus: { type: 'integer', default: 0, title: 'Plus', description: 'What is added.' } } },
      inputs: {}, outputs: { table: { mediaType: 'text/csv', description: 'The sum.', known: () => ({ columns }) },
        undeclared: { mediaType: 'text/csv', description: 'The sum.' } },
      files: { parameter: 'folder', list: (folder) => readdir(folder) } };`,
  'stages/plus/run.js': `
    import { readFile } from 'node:fs/promises';
    import { columns } from './declaration.js';
    export async function run({ files, parameters, write }) {
      const [file] = files.values();
      const value = Number(await readFile(file, 'utf8')) + parameters.plus;
      await write('table', 'value\\n' + value + '\\n', { title: 'It', columns });
      await write('undeclared', 'value\\n' + 10 * value + '\\n', { title: 'It', columns });
    }`,
} as const;

const pipeline = {
  name: 'sum',
  stages: { one: { use: './stages/plus' } },
  claims: [
    {
      ...{ id: 'is-five', statement: 'It is five.', of: 'one.table', column: 'value' },
      ...{ reference: 5, within: { bits: true } },
    },
  ],
};

const lockFile = 'pipelines/sum.lock.json';

/** A project as git gives it: pipeline, lock file and kept tables, and nothing made. */
async function clone(t: ExecutionContext): Promise<Project> {
  const project = await makeProject(t);
  for (const [file, text] of Object.entries(stage)) await project.write(file, text);
  await project.write('data/a.txt', '5');
  await project.write('pipelines/sum.json', pipeline);
  await project.write(
    'a.md',
    'It is <!-- samebits: sum claim is-five -->5<!-- / -->, or <!-- samebits: sum cell one.table value -->5<!-- / -->.\n',
  );
  const made = await samebits(project.folder, 'run', 'sum', '--update-lock', '--keep-tables');
  t.is(made.code, 0, made.out + made.err);
  t.regex(
    made.out,
    /; 1 table kept in pipelines\/tables, not \(too large, or of columns not declared\): one\.undeclared$/m,
  );
  await rm(join(project.folder, 'artifacts'), { recursive: true });
  return project;
}

const audit = ({ folder }: Project, ...more: readonly string[]) => samebits(folder, 'audit', 'a.md', ...more);

async function keptIn({ folder }: Project): Promise<readonly string[]> {
  return (await readdir(join(folder, 'pipelines/tables'))).map((name) =>
    join(folder, 'pipelines/tables', name),
  );
}

test('a fresh clone audits claims and cells from kept tables, as locked, and its store is not begun', async (t) => {
  const project = await clone(t);
  const { code, out, err } = await audit(project);
  t.is(code, 0, out + err);
  t.regex(out, /claim holds +as locked$/m);
  t.regex(out, /2 marked texts: all as their artifacts say\. 2 as locked\.$/m);
  t.false((await readdir(project.folder)).includes('artifacts'));
  await project.write('a.md', 'It is <!-- samebits: sum cell one.table value -->6<!-- / -->.\n');
  const wrong = await audit(project);
  t.is(wrong.code, 1);
  t.regex(wrong.out, /DIFFERS: it is 5/);
});

test('kept tables say nothing of what is asked otherwise, or of other data', async (t) => {
  const project = await clone(t);
  const set = await audit(project, '--set', 'one.with.plus=1');
  t.is(set.code, 1);
  t.regex(set.out, /2 not made here/);
  await project.write('data/a.txt', '6');
  const changed = await audit(project);
  t.is(changed.code, 1);
  t.regex(changed.out, /2 not made here/);
});

test('where the data are not here the lock file has their digests, and audit says so', async (t) => {
  const project = await clone(t);
  await rename(join(project.folder, 'data'), join(project.folder, 'away'));
  const { code, out, err } = await audit(project);
  t.is(code, 0, out + err);
  t.regex(out, /as locked, its data are not here$/m);
  const other = await audit(project, '--set', 'one.with.plus=1');
  t.is(other.code, 1);
  t.regex(other.out, /2 not made here/);
});

test('kept bytes other than those that the lock file names are an error; missing ones are named', async (t) => {
  const project = await clone(t);
  const [file = ''] = await keptIn(project);
  for (const forged of [gzipSync('value\n6\n'), Buffer.from('value\n5\n'), gzipSync('x'.repeat(600_000))]) {
    await writeFile(file, forged);
    const { code, err } = await audit(project);
    t.is(code, 2);
    t.regex(err, /\.csv\.gz does not hold the table that the lock file names/);
  }
  await rm(file);
  const missing = await audit(project);
  t.is(missing.code, 1);
  t.regex(missing.out, /not made here +pipelines\/tables\/[0-9a-f]{64}\.csv\.gz is not there$/m);
});

test('a lock file that names another table is not believed without it; a digest is read from the lock file alone', async (t) => {
  const project = await clone(t);
  const lock = join(project.folder, lockFile);
  const [digest = ''] = (await keptIn(project)).map((file) => /([0-9a-f]{64})\.csv\.gz$/.exec(file)?.[1]);
  await project.write(
    'a.md',
    `It is <!-- samebits: sum digest one.table -->${digest.slice(0, 12)}<!-- / -->.\n`,
  );
  t.is((await audit(project)).code, 0);
  await writeFile(lock, (await readFile(lock, 'utf8')).replace(digest, '0'.repeat(64)));
  t.is((await audit(project)).code, 1);
  await project.write('a.md', 'It is <!-- samebits: sum claim is-five -->5<!-- / -->.\n');
  t.regex((await audit(project)).out, /not made here +pipelines\/tables\/0{64}\.csv\.gz is not there$/m);
});

test('a table whose columns no stage declares is not read as locked, and it is said why', async (t) => {
  const project = await clone(t);
  await project.write('a.md', 'It is <!-- samebits: sum cell one.undeclared value -->50<!-- / -->.\n');
  const { code, out } = await audit(project);
  t.is(code, 1);
  t.regex(out, /not made here +the stage of one\.undeclared declares no columns$/m);
});

test('what no lock file names any more is taken away, and nothing else', async (t) => {
  const project = await clone(t);
  const [before = ''] = await keptIn(project);
  await project.write('pipelines/tables/README.md', 'Mine.\n');
  await project.write('pipelines/sum.json', {
    ...pipeline,
    stages: { one: { ...pipeline.stages.one, with: { plus: 1 } } },
    claims: [],
  });
  t.is((await samebits(project.folder, 'run', 'sum', '--update-lock', '--keep-tables')).code, 0);
  const after = await keptIn(project);
  t.is(after.length, 2);
  t.false(after.includes(before));
  t.true(after.some((file) => file.endsWith('README.md')));
});

test('tables are kept only for a lock file', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', { name: 'p', stages: { one: { use: './stages/number' } } });
  const { code, err } = await samebits(project.folder, 'run', 'p', '--keep-tables');
  t.is(code, 2);
  t.regex(err, /--keep-tables {2}tables are kept for the lock file that names them\./);
});
