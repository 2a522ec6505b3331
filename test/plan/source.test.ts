import { chmod, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Plan } from '../../src/plan/recipe.js';
import { samebits } from '../command.js';
import { makeProject, problemsOf, sums } from '../project.js';
import { temporaryFolder } from '../stages/temporary-folder.js';

/** A stage that copies the files of a folder into a table. */
const copy = {
  'stages/copy/declaration.js': `
    import { readdir } from 'node:fs/promises';
    export const declaration = {
      name: 'copy', version: 1, title: 'Copy', description: 'Copies names.',
      parameters: { type: 'object', properties: { folder: { type: 'string', default: 'data', title: 'Folder', description: 'Where.' } } },
      inputs: {}, outputs: { names: { mediaType: 'text/plain', description: 'The names.' } },
      files: { parameter: 'folder', list: (folder) => readdir(folder) } };`,
  'stages/copy/run.js': `export async function run({ files, write }) { await write('names', [...files.keys()].join()); }`,
} as const;

interface CopyProject {
  readonly folder: string;
  /** A folder elsewhere. */
  readonly secret: string;
  readonly write: (file: string, content: string | object) => Promise<string>;
  readonly plan: (file: string, ...settings: string[]) => Promise<Plan>;
}

async function copyProject(t: ExecutionContext): Promise<CopyProject> {
  const project = await makeProject(t);
  for (const [file, text] of Object.entries(copy)) await project.write(file, text);
  const secret = await realpath(await temporaryFolder(t, { 'key.txt': Buffer.from('key') }));
  return {
    ...{ folder: project.folder, secret },
    write: (file, content) => project.write(file, content),
    plan: (file, ...settings) => project.plan(file, ...settings),
  };
}

const copying = (folder: unknown) => ({
  name: 'p',
  stages: { data: { use: './stages/copy', with: { folder } } },
});

test('a folder outside the project is refused at its line and column, with what would allow it', async (t) => {
  const { write, folder, secret } = await copyProject(t);
  await write('pipelines/p.json', JSON.stringify(copying(secret)));
  const { code, err } = await samebits(folder, 'plan', 'pipelines/p.json');
  t.is(code, 2);
  t.is(
    err.split('\n')[0],
    `pipelines/p.json:1:70  data.with.folder, ${secret}, is outside the project's folder, ${folder}.  If it may be read: --allow-path ${secret}`,
  );
});

test('so are the ways out by dots and by symbolic links', async (t) => {
  const { write, plan, folder, secret } = await copyProject(t);
  await symlink(secret, join(folder, 'link'));
  for (const path of ['..', '../none', 'data/../..', relative(folder, secret), 'link', 'link/deeper']) {
    await write('pipelines/p.json', copying(path));
    t.regex(
      (await problemsOf(plan('pipelines/p.json')))[0] ?? 'planned',
      /outside the project's folder/,
      path,
    );
  }
});

test('a path in the form of one system is refused on all', async (t) => {
  const { write, plan } = await copyProject(t);
  for (const path of ['C:\\data', '\\\\server\\data', 'data\\x', 'C:/data']) {
    await write('pipelines/p.json', copying(path));
    t.regex(
      (await problemsOf(plan('pipelines/p.json')))[0] ?? 'planned',
      /--set data\.with\.folder=PATH/,
      path,
    );
  }
});

test('a file in the data folder that is a link to elsewhere is refused, and named', async (t) => {
  const { write, plan, folder, secret } = await copyProject(t);
  await mkdir(join(folder, 'data'));
  await symlink(join(secret, 'key.txt'), join(folder, 'data/innocent.txt'));
  await write('pipelines/p.json', copying('data'));
  t.regex(
    (await problemsOf(plan('pipelines/p.json')))[0] ?? 'planned',
    /innocent\.txt leads by a symbolic link to .*key\.txt, outside/,
  );
});

test('a folder of photographs that is a link to elsewhere is not even listed', async (t) => {
  const { write, plan, folder, secret } = await copyProject(t);
  await mkdir(join(folder, 'data/a'), { recursive: true });
  await writeFile(join(folder, 'data/a/1.png'), '');
  await symlink(secret, join(folder, 'data/b'));
  await write('pipelines/p.json', {
    name: 'p',
    stages: { data: { use: 'photographs', with: { directory: 'data' } } },
  });
  const problems = await problemsOf(plan('pipelines/p.json'));
  t.regex(problems[0] ?? 'planned', /leads by a symbolic link/);
  t.notRegex(problems.join(), /key\.txt/);
});

test('--allow-path lets a pipeline read what lies outside', async (t) => {
  const { write, folder, secret } = await copyProject(t);
  await write('pipelines/p.json', copying(secret));
  const allowed = await samebits(folder, 'run', 'pipelines/p.json', '--allow-path', secret);
  t.is(allowed.code, 0, allowed.err);
});

test('a path given with --set is allowed, and seen from where the person stands', async (t) => {
  const { write, folder, secret } = await copyProject(t);
  await write('pipelines/p.json', copying('data'));
  const standing = join(folder, 'stages');
  const setting = `data.with.folder=${relative(standing, secret)}`;
  const { code, err } = await samebits(standing, 'run', '../pipelines/p.json', '--set', setting);
  t.is(code, 0, err);
});

test('so is one given with --set through a variable of the matrix', async (t) => {
  const { write, folder, secret } = await copyProject(t);
  await write('pipelines/p.json', { ...copying({ $matrix: 'where' }), matrix: { where: ['data'] } });
  const standing = join(folder, 'stages');
  const setting = `matrix.where=${JSON.stringify([relative(standing, secret)])}`;
  const { code, err } = await samebits(standing, 'run', '../pipelines/p.json', '--set', setting);
  t.is(code, 0, err);
});

test('another value of the matrix, in the file, is not a path that a person gave', async (t) => {
  const { write, plan, secret } = await copyProject(t);
  await write('pipelines/p.json', {
    ...copying({ $matrix: 'where' }),
    matrix: { where: ['data'], include: [{ where: secret }] },
  });
  const [problem = 'planned'] = await problemsOf(plan('pipelines/p.json', 'matrix.where=["stages"]'));
  t.regex(problem, /^p\.json:\d+:\d+ {2}data\.with\.folder, .* outside the project's folder/);
});

test('a link in a folder given with --set still leads nowhere else', async (t) => {
  const { write, plan, secret } = await copyProject(t);
  const given = await temporaryFolder(t, {});
  await symlink(join(secret, 'key.txt'), join(given, 'innocent.txt'));
  await write('pipelines/p.json', copying('data'));
  t.regex(
    (await problemsOf(plan('pipelines/p.json', `data.with.folder=${given}`)))[0] ?? 'planned',
    /symbolic link/,
  );
});

test('a default path is seen from the project, also where the rest of `with` was given with --set', async (t) => {
  const { write, plan, folder } = await copyProject(t);
  await mkdir(join(folder, 'data'));
  await write('pipelines/p.json', { name: 'p', stages: { data: { use: './stages/copy' } } });
  const { tasks } = await plan('pipelines/p.json', 'data.with={}');
  t.is(tasks[0]?.graph.parameters.folder, join(folder, 'data'));
});

test('a file cannot pass for the command line by its name', async (t) => {
  const { write, folder, secret } = await copyProject(t);
  await write('pipelines/--set x/base.json', copying(secret));
  await write('pipelines/p.json', { extends: '--set x/base.json', name: 'p' });
  const { code, err } = await samebits(join(folder, 'pipelines'), 'plan', 'p.json');
  t.is(code, 2);
  t.regex(err, /^\.\/--set x\/base\.json:.*outside the project's folder/);
});

test('a pipeline extends no file outside the project, and is not told whether there is one', async (t) => {
  const { write, plan, folder, secret } = await copyProject(t);
  await writeFile(join(secret, 'base.json'), JSON.stringify(sums));
  await symlink(join(secret, 'base.json'), join(folder, 'pipelines.json'));
  for (const name of [
    join(secret, 'base.json'),
    join(secret, 'none.json'),
    '../pipelines.json',
    '../../x.json',
  ]) {
    await write('pipelines/p.json', { extends: name, name: 'p' });
    const [problem = 'planned'] = await problemsOf(plan('pipelines/p.json'));
    t.regex(problem, /^p\.json:2:14 {2}extends, .* outside the project's folder/, name);
  }
});

test('a pipeline extends an allowed file outside the project', async (t) => {
  const { write, folder, secret } = await copyProject(t);
  await writeFile(join(secret, 'base.json'), JSON.stringify(sums));
  await write('pipelines/p.json', { extends: join(secret, 'base.json'), name: 'p' });
  const { code, err } = await samebits(folder, 'plan', 'pipelines/p.json', '--allow-path', secret);
  t.is(code, 0, err);
});

test('no name of a stage leads out of stages/', async (t) => {
  const { write, plan } = await copyProject(t);
  for (const use of [
    './stages/../copy',
    '../stages/copy',
    './copy',
    '/etc',
    'stages/copy',
    './stages/copy/',
    'C:\\x',
    '..',
  ]) {
    await write('pipelines/p.json', { name: 'p', stages: { data: { use } } });
    t.regex((await problemsOf(plan('pipelines/p.json')))[0] ?? 'planned', /there is no stage/, use);
  }
});

test('a stage whose folder or module is a link to elsewhere is not loaded', async (t) => {
  const { write, plan, folder, secret } = await copyProject(t);
  await writeFile(join(secret, 'declaration.js'), 'throw new Error("loaded");');
  await symlink(secret, join(folder, 'stages/linked'));
  await mkdir(join(folder, 'stages/half'));
  await symlink(join(secret, 'declaration.js'), join(folder, 'stages/half/declaration.js'));
  for (const name of ['linked', 'half']) {
    await write('pipelines/p.json', { name: 'p', stages: { data: { use: `./stages/${name}` } } });
    t.regex((await problemsOf(plan('pipelines/p.json')))[0] ?? 'planned', /leads by a symbolic link/, name);
  }
});

test('a store that is a link to elsewhere is written only where that is allowed', async (t) => {
  const { write, folder, secret } = await copyProject(t);
  await write('pipelines/p.json', sums);
  await symlink(secret, join(folder, 'artifacts'));
  const refused = await samebits(folder, 'run', 'pipelines/p.json');
  t.is(refused.code, 2);
  t.regex(refused.err, /^artifacts {2}the store leads by a symbolic link to/);
  t.is((await samebits(folder, 'run', 'pipelines/p.json', '--allow-path', secret)).code, 0);
});

test('the same name in two Unicode forms is one name to a stage, and two such files are refused', async (t) => {
  const { write, plan } = await copyProject(t);
  await write(`data/${'é'.normalize('NFD')}.txt`, 'x');
  await write('pipelines/p.json', copying('data'));
  const { tasks } = await plan('pipelines/p.json');
  t.deepEqual([...(tasks[0]?.files.keys() ?? [])], ['é.txt'.normalize('NFC')]);
  await write(`data/${'é'.normalize('NFC')}.txt`, 'x');
  t.regex((await problemsOf(plan('pipelines/p.json')))[0] ?? 'planned', /another Unicode form/);
});

test('a folder that may not be searched is refused with the reason', async (t) => {
  if (process.getuid?.() === 0) {
    t.pass('root searches every folder');
    return;
  }
  const { write, plan, folder } = await copyProject(t);
  await mkdir(join(folder, 'closed/data'), { recursive: true });
  await chmod(join(folder, 'closed'), 0);
  t.teardown(() => chmod(join(folder, 'closed'), 0o700));
  await write('pipelines/p.json', copying('closed/data'));
  t.regex((await problemsOf(plan('pipelines/p.json')))[0] ?? 'planned', /cannot be followed \(EACCES\)/);
});
