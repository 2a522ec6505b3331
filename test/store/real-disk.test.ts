import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { samebits, samebitsMain, type Said } from '../command.js';
import { otherUser } from '../other-user.js';
import { makeProject, type Project } from '../project.js';

const command = promisify(execFile);

/** A project with a stage that writes many bytes and two that write few; the last reads what the first made. */
async function smallAndLarge(t: ExecutionContext): Promise<Project> {
  const project = await makeProject(t);
  await project.write(
    'stages/large/declaration.js',
    `export const declaration = { name: 'large', version: 1, title: '', description: '',
      parameters: { type: 'object', properties: {} }, inputs: {}, outputs: { bytes: { mediaType: 'application/octet-stream', description: '' } } };`,
  );
  await project.write(
    'stages/large/run.js',
    `export const run = ({ write }) => write('bytes', (async function* () { for (let i = 0; i < 64; i++) yield Buffer.alloc(1 << 16, i); })());`,
  );
  await project.write('pipelines/p.json', {
    name: 'p',
    stages: {
      one: { use: './stages/number', with: { value: 2 } },
      large: { use: './stages/large' },
      total: { use: './stages/sum', inputs: { numbers: 'one' } },
    },
  });
  return project;
}

/** Puts a file system of so many bytes in the place of the store, where this user may; whether it is there. */
async function mounted(t: ExecutionContext, { store }: Project, size: string): Promise<boolean> {
  await mkdir(store.root);
  try {
    await command('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', store.root]);
  } catch {
    t.log('not done: this user may not mount a file system; faults.test.ts does it with an injected one');
    return false;
  }
  t.teardown(() => command('umount', ['-l', store.root]));
  return true;
}

const remount = ({ store }: Project, options: string) =>
  command('mount', ['-o', `remount,${options}`, store.root]);

const run = ({ folder }: Project, ...options: readonly string[]) =>
  samebits(folder, 'run', 'pipelines/p.json', ...options);

test('a disk that is full fails the task that fills it, in a line that says what to do; the others are made, and once there is room so is it', async (t) => {
  const project = await smallAndLarge(t);
  if (!(await mounted(t, project, '1m'))) {
    t.pass();
    return;
  }
  const full = await run(project, '--keep-going');
  t.is(full.code, 1, full.out + full.err);
  const lines = full.out.split('\n').filter((line) => line.includes('disk is full'));
  t.is(lines.length, 1, full.out);
  t.regex(
    lines[0] ?? '',
    /large +FAILED +.*artifacts\/tmp: the disk is full\. Free some space and run again; nothing that was kept is lost\./,
  );
  t.regex(full.out, /total +made/);
  t.deepEqual(await readdir(join(project.store.root, 'tmp')), []);
  await remount(project, 'size=16m');
  const roomy = await run(project);
  t.is(roomy.code, 0, roomy.out + roomy.err);
  t.regex(roomy.out, /1 made, 2 cached/);
});

/** What holds of a store that cannot be written though all that was made is in it. */
async function onlyReads(
  t: ExecutionContext,
  why: RegExp,
  say: (...options: readonly string[]) => Promise<Said>,
): Promise<void> {
  const cached = await say('run', 'pipelines/p.json');
  t.is(cached.code, 0, cached.out + cached.err);
  t.regex(cached.out, /3 tasks, all cached and verified/);
  t.is((await say('plan', 'pipelines/p.json', '--check')).code, 0);
  const more = await say('run', 'pipelines/p.json', '--set', 'total.with.plus=5');
  t.is(more.code, 1, more.out + more.err);
  t.regex(more.out, why);
  t.regex(more.out, /0 made, 2 cached, 1 failed/);
}

test('with a store on a read-only file system what is cached works, and what is to be made says why it cannot be', async (t) => {
  const project = await smallAndLarge(t);
  if (!(await mounted(t, project, '16m'))) {
    t.pass();
    return;
  }
  t.is((await run(project)).code, 0);
  await remount(project, 'ro');
  await onlyReads(
    t,
    /total +FAILED +.*this file system is read-only\. What is cached can be used\./,
    (...options) => samebits(project.folder, ...options),
  );
});

test('with a store that this user may not write to what is cached works, and what is to be made says why it cannot be', async (t) => {
  const project = await smallAndLarge(t);
  t.is((await run(project)).code, 0);
  await command('chmod', ['-R', 'a-w', project.store.root]);
  t.teardown(() => command('chmod', ['-R', 'u+w', project.store.root]));
  await chmod(project.folder, 0o755);
  // Who may do everything is no test of permissions.
  const other = process.getuid?.() === 0 ? otherUser() : {};
  if (other === undefined) {
    t.log('no other user can run samebits from here');
    t.pass();
    return;
  }
  await onlyReads(
    t,
    /total +FAILED +.*this user has no permission\. Let this user write there/,
    (...options) =>
      new Promise((resolve) => {
        const given = [samebitsMain, ...options];
        execFile(process.execPath, given, { cwd: project.folder, ...other }, (error, out, err) => {
          resolve({ code: error === null ? 0 : Number(error.code), out, err });
        });
      }),
  );
});

test('a page that cannot be put where people look takes nothing away from what was made: the run says so and fails', async (t) => {
  const project = await smallAndLarge(t);
  await project.write(
    'stages/page/declaration.js',
    `export const declaration = { name: 'page', version: 1, title: '', description: '', readsPipeline: true,
      parameters: { type: 'object', properties: {} }, inputs: {}, outputs: { page: { mediaType: 'text/html', description: '' } } };`,
  );
  await project.write(
    'stages/page/run.js',
    `export const run = ({ write }) => write('page', '<p>A page</p><!-- provenance -->');`,
  );
  await project.write('pipelines/p.json', { name: 'p', stages: { page: { use: './stages/page' } } });
  await project.write('artifacts/reports', 'a file in the place of the folder');
  const said = await run(project);
  t.is(said.code, 1);
  t.regex(said.out, /report +not written: .*artifacts\/reports: it is a file, and a folder is needed there/);
  t.regex(said.out, /1 task made/);
  const told = await run(project, '--json');
  t.like(JSON.parse(told.out.trimEnd().split('\n').at(-1) ?? ''), {
    event: 'finished',
    exitCode: 1,
    cached: 1,
  });
});
