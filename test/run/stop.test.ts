import { spawn, type ChildProcess } from 'node:child_process';
import test, { type ExecutionContext } from 'ava';
import { isAlive } from '../alive.js';
import { samebitsMain } from '../command.js';
import { makeProject, type Project } from '../project.js';
import { times } from '../thorough.js';

/** A stage that says its process and then never comes back to its event loop, and one that waits until it is asked to stop. */
const declaration = (
  name: string,
) => `export const declaration = { name: '${name}', version: 1, title: '', description: '',
  parameters: { type: 'object', properties: {} }, inputs: {}, outputs: { note: { mediaType: 'text/plain', description: '' } } };`;
const said = `progress({ done: 0, total: 1, unit: 'turns', note: String(process.pid) });`;
const stages = {
  'stages/busy/declaration.js': declaration('busy'),
  // What was told has to leave the process first.
  'stages/busy/run.js': `export async function run({ progress }) { ${said} await new Promise((go) => setTimeout(go, 100)); for (;;); }`,
  'stages/patient/declaration.js': declaration('patient'),
  'stages/patient/run.js': `export async function run({ progress, signal }) { ${said}
    await new Promise((_, stop) => { const idle = setInterval(() => {}, 1000); signal.addEventListener('abort', () => { clearInterval(idle); stop(signal.reason); }); }); }`,
};

interface Running {
  readonly command: ChildProcess;
  /** The processes of its tasks. */
  readonly tasks: readonly number[];
  readonly ended: Promise<{ readonly code: number | null; readonly out: string }>;
}

/** A run in a process group of its own, as a shell makes for each command, once its tasks have said their processes. */
async function running(t: ExecutionContext, ...use: readonly string[]): Promise<Running> {
  const project: Project = await makeProject(t);
  for (const [file, text] of Object.entries(stages)) await project.write(file, text);
  const named = use.map((name): [string, object] => [name, { use: `./stages/${name}` }]);
  await project.write('pipelines/p.json', { name: 'p', stages: Object.fromEntries(named) });
  const args = [samebitsMain, 'run', 'pipelines/p.json', '--json', '--jobs', String(use.length)];
  const command = spawn(process.execPath, args, { cwd: project.folder, detached: true });
  let out = '';
  const ended = new Promise<{ code: number | null; out: string }>((resolve) =>
    command.once('close', (code) => {
      resolve({ code, out });
    }),
  );
  const tasks = await new Promise<readonly number[]>((resolve) =>
    command.stdout.on('data', (text: Buffer) => {
      out += text.toString();
      const found = new Set([...out.matchAll(/"note":"(\d+)"/g)].map(([, pid]) => Number(pid)));
      if (found.size === use.length) resolve([...found]);
    }),
  );
  t.teardown(() => {
    for (const pid of [command.pid, ...tasks])
      if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
  });
  return { command, tasks, ended };
}

/** Who is killed is gone a moment later. */
async function allGone(pids: readonly number[]): Promise<boolean> {
  for (let tries = 0; tries < 200 && pids.some(isAlive); tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return !pids.some(isAlive);
}

/** As a terminal does it, to the whole group, or as `kill` does, to the one process. */
const ways = { 'to all processes': -1, 'to the parent alone': 1 } as const;

test('SIGINT, SIGTERM and SIGHUP end a run whose task does not heed them, with exit code 130 and no process left', async (t) => {
  const cases = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).flatMap((signal) =>
    Object.entries(ways)
      .slice(0, signal === 'SIGINT' ? 2 : times(1, 2))
      .map(([way, sign]) => ({ signal, sign, name: `${signal} ${way}` })),
  );
  for (const { signal, sign, name } of cases) {
    const { command, tasks, ended } = await running(t, 'busy', 'patient');
    process.kill(sign * (command.pid ?? 0), signal);
    const { code, out } = await ended;
    t.is(code, 130, name);
    t.true(await allGone(tasks), name);
    // Its last line is the event of that name.
    const last = JSON.parse(out.trim().split('\n').at(-1) ?? '') as Readonly<Record<string, unknown>>;
    t.like(last, { event: 'finished', exitCode: 130, failed: ['patient', 'busy'] }, name);
  }
});

test('a second Ctrl-C ends a run at once, and all its processes', async (t) => {
  for (const [way, sign] of Object.entries(ways)) {
    const { command, tasks, ended } = await running(t, 'busy');
    process.kill(sign * (command.pid ?? 0), 'SIGINT');
    await new Promise<void>((resolve) => {
      command.stdout?.on('data', (text: Buffer) => {
        if (text.includes('"stopping"')) resolve();
      });
    });
    process.kill(sign * (command.pid ?? 0), 'SIGINT');
    const { code, out } = await ended;
    t.is(code, 130, way);
    t.false(out.includes('"finished"'), 'it did not wait for its task');
    t.true(await allGone(tasks), way);
  }
});
