import { counted, grouped } from '../artifact/numbers.js';
import type { Plan } from '../plan/recipe.js';
import type { Failure, RunEvent } from '../run/events.js';
import type { Progress } from '../stage/contract.js';
import { problemText } from '../stage/problem.js';
import { whyText } from './plan.js';
import type { Listener } from './listener.js';
import { closing } from './closing.js';
import { seconds, shown } from './text.js';

/** How often a line without a terminal to rewrite it is printed for a running task. */
const plainEvery = 5000;
const rewriteEvery = 100;

interface Running {
  readonly since: number;
  /** The first progress told: what was done before this run, as by a training that is continued. */
  first: Progress | undefined;
  progress: Progress | undefined;
  firstAt: number;
  printed: number;
}

/** Tells a person what a run does: a line a task, and what is running now (rewritten in place on a terminal). */
export function terminal(plan: Plan, jobs: number): Listener {
  const { name, title = '' } = plan.graph.pipeline;
  const width = Math.max(...plan.tasks.map(({ id }) => shown(id).length));
  const running = new Map<string, Running>();
  const live = process.stdout.isTTY;
  let rewritten = 0;
  let headed = false;
  let stopping = false;

  const line = (task: string, status: string, text: string) =>
    `  ${shown(task).padEnd(width)}  ${status.padEnd(8)}  ${shown(text)}`.trimEnd();
  const say = (text: string) => process.stdout.write(`${live ? '\r\u001b[K' : ''}${text}\n`);
  const heading = () => {
    if (!headed) say(`${name}  ${shown(title)}  ${counted(plan.tasks.length, 'task')}, ${jobs} at a time`);
    headed = true;
  };
  const status = () => {
    const text = running.size === 1 ? progressText : brief;
    return [...running].map(([task, state]) => shown(`${task}  ${text(state)}`)).join('   ');
  };
  const rewrite = () => {
    if (!live || Date.now() - rewritten < rewriteEvery) return;
    rewritten = Date.now();
    process.stdout.write(`\r\u001b[K  ${status()}`.slice(0, process.stdout.columns + 4));
  };

  const next = (event: RunEvent): void => {
    if (event.event === 'cached' && event.record.failure === null) return;
    heading();
    const state = running.get(event.task);
    // When a run is stopped, what was not begun is no news; the last line counts it.
    if (stopping && state === undefined && (event.event === 'failed' || event.event === 'skipped')) return;
    if (event.event === 'progress' && state !== undefined) {
      if (state.first === undefined) {
        state.first = event.progress;
        state.firstAt = Date.now();
      }
      state.progress = event.progress;
      if (!live && Date.now() - state.printed > plainEvery) {
        state.printed = Date.now();
        say(line(event.task, 'running', progressText(state)));
      }
      rewrite();
      return;
    }
    if (event.event === 'started') {
      const now = Date.now();
      running.set(event.task, {
        since: now,
        first: undefined,
        progress: undefined,
        firstAt: now,
        printed: now,
      });
      if (event.why.reason === 'damaged') say(line(event.task, 'rebuild', whyText(event.why)));
      if (event.resumesAt !== undefined)
        say(line(event.task, 'goes on', `from ${grouped(event.resumesAt)}, kept by an earlier run`));
      return;
    }
    running.delete(event.task);
    const done = state?.progress === undefined ? '' : amount(state.progress);
    if (event.event !== 'progress') say(line(event.task, ...ending(event, done)));
  };

  return {
    building: () => void process.stdout.write('building native kernels, once: '),
    built: (what, taken) => void process.stdout.write(`${seconds(taken)}, ${shown(what)}\n`),
    next,
    stopping: () => {
      stopping = true;
      say('stopping: each task ends at its next durable point. Once more to end at once.');
    },
    finished: (outcome) =>
      void process.stdout.write(
        `${live ? '\r\u001b[K' : ''}${closing(plan, outcome, performance.now() / 1000)}\n`,
      ),
  };
}

type Ending = Extract<RunEvent, { event: 'made' | 'cached' | 'failed' | 'skipped' }>;

/** How a task ended, in a word, and what there is to say of it. */
function ending(event: Ending, done: string): readonly [status: string, text: string] {
  if (event.event === 'skipped') return ['skipped', `waiting on ${event.because}`];
  if (event.event === 'failed') {
    const status = event.failure.kind === 'stopped' ? 'stopped' : 'FAILED';
    return [status, [failureText(event.failure), done].filter((part) => part !== '').join('  ')];
  }
  const { failure, seconds: taken } = event.record;
  return [failure === null ? 'made' : 'FAILED', `${seconds(taken).padStart(6)}  ${failure ?? done}`];
}

function progressText(state: Running): string {
  const { since, progress } = state;
  if (progress === undefined) return seconds((Date.now() - since) / 1000);
  const { done, total, note } = progress;
  return [
    percent(done, total),
    amount(progress),
    ...(note === undefined ? [] : [note]),
    ...left(state, progress),
  ].join('  ');
}

/** `54 %  left 9 s`: for a line that several tasks share. */
function brief(state: Running): string {
  const { progress } = state;
  return progress === undefined
    ? ''
    : [percent(progress.done, progress.total), ...left(state, progress)].join('  ');
}

function percent(done: number, total: number): string {
  return `${Math.floor((100 * done) / Math.max(total, 1))} %`;
}

/** By the rate since the first progress of this run, once there is a second's worth of it. */
function left({ first, firstAt }: Running, { done, total }: Progress): readonly string[] {
  const elapsed = (Date.now() - firstAt) / 1000;
  const since = done - (first?.done ?? done);
  return since > 0 && elapsed > 1 ? [`left ${seconds((elapsed * (total - done)) / since)}`] : [];
}

function amount({ done, total, unit }: Progress): string {
  return done === total ? `${grouped(total)} ${unit}` : `${grouped(done)}/${grouped(total)} ${unit}`;
}

function failureText(failure: Failure): string {
  if (failure.kind === 'bad input') return failure.problems.map(problemText).join('; ');
  // A task has one line; a message of several is told on it.
  return failure.message.replace(/\s*\n\s*/g, ' ');
}
