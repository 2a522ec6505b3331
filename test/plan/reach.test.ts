import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { join, posix, win32 } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { foreignForm, isWithin, reachOf } from '../../src/plan/reach.js';
import { temporaryFolder } from '../stages/temporary-folder.js';

/** A project with a file of its own, beside a folder with a secret. */
async function place(t: ExecutionContext): Promise<{ project: string; secret: string }> {
  const folder = await realpath(
    await temporaryFolder(t, { 'project/data/a': Buffer.from('a'), 'secret/key': Buffer.from('key') }),
  );
  return { project: join(folder, 'project'), secret: join(folder, 'secret') };
}

test("the project's own files, and what is not there yet, are within reach", async (t) => {
  const { project } = await place(t);
  const reach = reachOf(project);
  for (const name of ['', 'data', 'data/a', 'data/../data/a', 'none', 'none/deeper', '..data'])
    t.is(reach.outside(join(project, name)), undefined, name);
});

test('what is outside by its name is refused alike whether or not it is there', async (t) => {
  const { project, secret } = await place(t);
  const reach = reachOf(project);
  const clauses = [secret, join(secret, 'none'), join(project, '..'), '/', `${project}2`].map(
    (path) => reach.outside(path)?.clause,
  );
  t.deepEqual(new Set(clauses), new Set([`is outside the project's folder, ${project}`]));
});

test('a symbolic link that leads outside is refused, also one on the way, one to another link, and one to nothing', async (t) => {
  const { project, secret } = await place(t);
  await symlink(secret, join(project, 'direct'));
  await symlink('direct', join(project, 'second'));
  await symlink('../secret/none', join(project, 'dangling'));
  await symlink('dangling', join(project, 'twice'));
  const reach = reachOf(project);
  for (const name of [
    'direct',
    'direct/key',
    'direct/none/x',
    'second',
    'second/key',
    'dangling',
    'dangling/x',
    'twice',
  ])
    t.regex(
      reach.outside(join(project, name))?.clause ?? 'within',
      /^leads by a symbolic link to .*\/secret/,
      name,
    );
});

test('a symbolic link inside the project is followed, and a circle of them is refused', async (t) => {
  const { project } = await place(t);
  await symlink('data', join(project, 'inner'));
  await symlink('round', join(project, 'round'));
  const reach = reachOf(project);
  t.is(reach.outside(join(project, 'inner/a')), undefined);
  t.regex(reach.outside(join(project, 'round'))?.clause ?? '', /cannot be followed \(ELOOP\)/);
});

test('a project is within reach by its own name and by that of a link to it', async (t) => {
  const { project } = await place(t);
  const link = join(project, '../link');
  await symlink('project', link);
  t.is(reachOf(link).outside(join(project, 'data')), undefined);
  t.is(reachOf(link).outside(join(link, 'data')), undefined);
});

test('an allowed path is within reach, and nothing beside it', async (t) => {
  const { project, secret } = await place(t);
  await symlink(secret, join(project, 'direct'));
  const reach = reachOf(project, [join(secret, 'key')]);
  t.is(reach.outside(join(secret, 'key')), undefined);
  t.is(reach.outside(join(project, 'direct/key')), undefined);
  t.truthy(reach.outside(secret));
  t.truthy(reach.outside(join(secret, 'key2')));
});

test('a path that is allowed but not there is a mistake', async (t) => {
  const { project } = await place(t);
  t.throws(() => reachOf(project, [join(project, '../none')]), {
    message: /there is no such file or folder/,
  });
});

test('a name too long for any file system, or with a NUL, is refused and not an accident', async (t) => {
  const { project } = await place(t);
  const reach = reachOf(project);
  t.regex(reach.outside(join(project, 'x'.repeat(5000)))?.clause ?? '', /cannot be followed/);
  t.regex(reach.outside(`${project}/a\0b`)?.clause ?? '', /cannot be followed/);
});

test('drives, shares and the case of names are compared as Windows does', (t) => {
  const within = (path: string) => isWithin(String.raw`C:\study`, path, win32);
  t.true(within(String.raw`C:\study\data`));
  t.true(within(String.raw`c:\STUDY\data`));
  for (const path of [
    'C:\\',
    'C:\\study2',
    'D:\\study',
    '\\\\server\\study',
    '\\\\?\\C:\\study',
    'C:\\study\\..\\x',
  ])
    t.false(within(path), path);
});

test('backslashes, drive letters and NUL are no form of a path in a pipeline', (t) => {
  for (const path of ['C:\\data', 'C:/data', 'c:data', '\\\\server\\share', 'data\\mnist', 'a\0b'])
    t.truthy(foreignForm(path), path);
  for (const path of ['data/mnist', '../data', '/data', 'données', 'ab:c'])
    t.is(foreignForm(path), undefined);
});

test('however names, dots and slashes are put together, nothing outside is within reach', async (t) => {
  const { project, secret } = await place(t);
  await mkdir(join(project, 'deep'));
  await symlink(secret, join(project, 'deep/out'));
  await writeFile(join(project, 'deep/in'), '');
  const reach = reachOf(project);
  const step = fc.constantFrom('..', '.', '', 'deep', 'out', 'in', 'data', 'secret', 'project', 'none');
  await t.notThrowsAsync(
    fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const path = posix.resolve(project, steps.join('/'));
        if (reach.outside(path) !== undefined) return true;
        const real = await realpath(path).catch(() => project);
        return real === project || real.startsWith(`${project}/`);
      }),
      { numRuns: 500 },
    ),
  );
});
