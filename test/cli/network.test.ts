import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { samebitsMain } from '../command.js';
import { makeProject } from '../project.js';

/** Makes every way to the network fail, in this process and those it starts, and notes who tried. */
const offline = `
  import { appendFileSync } from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  import dgram from 'node:dgram';
  import dns from 'node:dns';
  import net from 'node:net';
  const refuse = (what) => () => {
    appendFileSync(process.env.TRIED, what + '\\n');
    throw new Error('no network: ' + what);
  };
  // http, https, tls and fetch connect by it.
  net.Socket.prototype.connect = refuse('connect');
  net.Server.prototype.listen = refuse('listen');
  dgram.Socket.prototype.send = refuse('send');
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) dns[name] = refuse(name);
  for (const name of Object.keys(dns.promises)) if (/^(lookup|resolve)/.test(name)) dns.promises[name] = refuse(name);
  globalThis.fetch = refuse('fetch');
  syncBuiltinESMExports();`;

const small = [
  'network.with.layers=[1024,10,10,10,10,10,9]',
  ...['shapes.with.validation=30', 'shapes.with.test=30', 'probe.with.examples=20', 'train.with.updates=100'],
  ...['monitor.with.every=100', 'monitor.with.examples=20', 'monitor.with.validation=30', 'claims=[]'],
].flatMap((setting) => ['--set', setting]);

test('the quickstart uses no network, in no process; a fetch stage would', async (t) => {
  t.timeout(300_000);
  const project = await makeProject(t);
  const loader = pathToFileURL(await project.write('offline.mjs', offline)).href;
  const tried = join(project.folder, 'tried');
  await project.write('pipelines/quickstart.json', await readFile('pipelines/quickstart.json', 'utf8'));
  await project.write('pipelines/fetch.json', {
    name: 'fetch',
    stages: {
      file: {
        use: 'fetch',
        with: { name: 'a', sha256: '0'.repeat(64), bytes: 1, from: ['http://127.0.0.1:9/'] },
      },
    },
  });
  const env = { ...process.env, NODE_OPTIONS: `--import=${loader}`, TRIED: tried };
  const run = (...args: readonly string[]) =>
    new Promise<{ failed: boolean; out: string }>((resolve) => {
      execFile(
        process.execPath,
        [samebitsMain, 'run', ...args],
        { cwd: project.folder, env },
        (error, out, err) => {
          resolve({ failed: error !== null, out: out + err });
        },
      );
    });
  const quickstart = await run('pipelines/quickstart.json', ...small);
  t.false(quickstart.failed, quickstart.out);
  t.is(await readFile(tried, 'utf8').catch(() => ''), '');
  t.true((await run('pipelines/fetch.json')).failed);
  t.regex(await readFile(tried, 'utf8'), /^fetch\n/);
});
