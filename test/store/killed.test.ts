import { spawn } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Project } from '../project.js';
import { openStore } from '../../src/store/store.js';
import { samebitsMain } from '../command.js';
import { eventsOf, makeCountingProject, outputsOf, pipelineFile, tasksOf } from './counting-project.js';
import { choices } from './schedule.js';
import { times } from '../thorough.js';

interface Ended {
  /** The tasks that it said were made: their records are durable. */
  readonly made: readonly string[];
  readonly killed: boolean;
  readonly exitCode: number | null;
}

/** Runs the command in a group of processes of its own, so that what is killed with it is not this test. */
async function runUntil({ folder }: Project, options: string, afterMilliseconds = Infinity): Promise<Ended> {
  const preload = new URL(`./kill-at.js?${options}`, import.meta.url).href;
  const child = spawn(process.execPath, [samebitsMain, 'run', pipelineFile, '--json', '--keep-going'], {
    cwd: folder,
    detached: true,
    env: { ...process.env, NODE_OPTIONS: `--import="${preload}"` },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let told = '';
  child.stdout.on('data', (text: Buffer) => (told += text.toString()));
  const timer = Number.isFinite(afterMilliseconds)
    ? setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), afterMilliseconds)
    : undefined;
  const [exitCode, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('close', (...end) => {
      resolve(end);
    });
  });
  clearTimeout(timer);
  const made = [...told.matchAll(/^\{"event":"made","task":"([^"]+)"/gm)].map(([, task = '']) => task);
  return { made, killed: signal !== null || told.includes('SIGKILL'), exitCode };
}

/** What is wrong after a run that was killed, once another has gone to its end. */
async function wrongAfter(project: Project, { made }: Ended, outputs: Record<string, string>) {
  const plan = await project.plan(pipelineFile);
  const store = openStore(project.store.root);
  const events = await eventsOf(plan, store);
  const cached = tasksOf(events, 'cached');
  const wrong = made.filter((task) => !cached.includes(task)).map((task) => `${task} was done again`);
  if (JSON.stringify(outputsOf(events)) !== JSON.stringify(outputs)) wrong.push('other bytes');
  return wrong;
}

async function uninterrupted(t: ExecutionContext): Promise<[Project, Record<string, string>]> {
  const project = await makeCountingProject(t);
  const whole = openStore(join(project.folder, 'uninterrupted'));
  return [project, outputsOf(await eventsOf(await project.plan(pipelineFile), whole))];
}

const forget = ({ store }: Project) => rm(store.root, { recursive: true, force: true });

/** Kills runs at every so-and-so-many-th of their calls that write. */
async function killAlong(t: ExecutionContext, who: string, victim: string, everySoMany: number) {
  const [project, outputs] = await uninterrupted(t);
  let kills = 0;
  for (let at = 0; ; at += everySoMany, kills++) {
    await forget(project);
    const ended = await runUntil(project, `who=${who}&victim=${victim}&at=${at}`);
    if (!ended.killed) {
      t.is(ended.exitCode, 0);
      break;
    }
    t.deepEqual(await wrongAfter(project, ended, outputs), [], `${who}, ${victim}, call ${at}`);
  }
  t.log(`${kills} runs killed: ${victim === 'group' ? 'all processes, ' : ''}at a call of the ${who}`);
  t.true(kills >= 5);
}

test('kill -9 of a run, of its workers or of all of them, along their calls that write: the next run has the bytes of one that was not killed, and does nothing again', async (t) => {
  t.timeout(600_000);
  await Promise.all([
    killAlong(t, 'parent', 'self', times(14, 7)),
    killAlong(t, 'parent', 'group', times(14, 7)),
    killAlong(t, 'worker', 'self', times(8, 4)),
    killAlong(t, 'worker', 'group', times(8, 4)),
  ]);
});

test('kill -9 of all processes of a run at any time, again and again: in the end there are the bytes of one that was not killed', async (t) => {
  t.timeout(400_000);
  const [project, outputs] = await uninterrupted(t);
  const choose = choices(1936);
  for (let round = 0; round < times(5, 15); round++) {
    if (round % 5 === 0) await forget(project);
    const ended = await runUntil(project, 'who=parent&at=Infinity', 100 + choose(900));
    if (round % 5 === 4) t.deepEqual(await wrongAfter(project, ended, outputs), [], `round ${round}`);
  }
  const strays = await readdir(join(project.store.root, 'tmp'));
  t.log(`${strays.length} stray files in tmp/`);
});
