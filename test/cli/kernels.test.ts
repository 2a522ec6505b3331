import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { makeProject } from '../project.js';

const execute = promisify(execFile);

const pipeline = {
  name: 'p',
  stages: {
    shapes: { use: 'shapeset', with: { validation: 1, test: 5 } },
    network: { use: 'initialise', with: { layers: [1024, 9] } },
    compare: {
      use: 'compare',
      inputs: { data: 'shapes', network: 'network' },
      with: { engines: ['portable', 'fma'], updates: 1, examples: 5 },
    },
  },
};

/** samebits as it is before anything was compiled, in a folder of its own. */
async function freshInstallation(folder: string): Promise<string> {
  for (const part of ['dist/src', 'dist/stages', 'src/engine/portable', 'package.json', 'package-lock.json'])
    await cp(part, join(folder, part), { recursive: true });
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  return join(folder, 'dist/src/cli/main.js');
}

/** A compiler that says what it is and compiles nothing. */
async function brokenCompiler(folder: string): Promise<string> {
  const file = join(folder, 'broken-cc');
  await writeFile(file, '#!/bin/sh\n[ "$1" = --version ] && echo "broken-cc 1.0" || exit 1\n');
  await chmod(file, 0o755);
  return file;
}

const onPosix = process.platform === 'win32' ? test.skip : test;

onPosix(
  'a run tells that it compiles the kernels, and what does not compile is tried once and no failure',
  async (t) => {
    const project = await makeProject(t);
    await project.write('pipelines/p.json', pipeline);
    const installed = join(project.folder, 'installed');
    await mkdir(installed);
    const main = await freshInstallation(installed);
    const env = { ...process.env, CC: await brokenCompiler(project.folder) };
    const run = async () => {
      const { stdout } = await execute(process.execPath, [main, 'run', 'pipelines/p.json'], {
        cwd: project.folder,
        env,
      });
      return stdout;
    };
    t.regex(await run(), /^building native kernels, once: \d+\.\d s, no native kernels: /);
    t.regex(await run(), /^3 tasks, all cached and verified/);
  },
);

test('a misspelt SAMEBITS_KERNELS is refused with the names there are, also where everything is cached', async (t) => {
  const project = await makeProject(t);
  const { shapes, network } = pipeline.stages;
  const probe = { use: 'statistics', inputs: { data: 'shapes', network: 'network' }, with: { examples: 5 } };
  await project.write('pipelines/p.json', { name: 'p', stages: { shapes, network, probe } });
  const run = (kernels: string) =>
    execute(process.execPath, [resolve('dist/src/cli/main.js'), 'run', 'pipelines/p.json'], {
      cwd: project.folder,
      env: { ...process.env, SAMEBITS_KERNELS: kernels },
    });
  await run('wasm');
  const refused = await t.throwsAsync<Error & { code?: number; stderr?: string }>(run('wsam'));
  t.is(refused.code, 2);
  t.regex(refused.stderr ?? '', /SAMEBITS_KERNELS: there are no kernels "wsam"; there are .*wasm/);
});
