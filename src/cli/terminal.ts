import { relative } from 'node:path';
import { counted, grouped } from '../artifact/numbers.js';
import type { Plan } from '../plan/recipe.js';
import type { Failure, RunEvent } from '../run/events.js';
import { problemText } from '../stage/problem.js';
import type { KeptLog } from '../store/logs.js';
import { whyText } from './reason-text.js';
import type { Listener } from './listener.js';
import { closing } from './closing.js';
import { amount, begun, brief, progressText, type Running } from './running.js';
import { onOneLine, seconds, shortened, shown } from './text.js';

/** How often a line without a terminal to rewrite it is printed for a running task. */
const plainEvery = 5000;
const rewriteEvery = 100;

/** What of a name, and of what is said of a task, is shown in characters. */
const longestName = 60;
const longestText = 2000;

/** Tells a person what a run does: a line a task, and what is running now (rewritten in place on a terminal). */
export function terminal(plan: Plan, jobs: number): Listener {
  const { name, title = '' } = plan.graph.pipeline;
  const named = (task: string) => shortened(shown(task), longestName);
  const width = Math.max(...plan.tasks.map(({ id }) => named(id).length));
  const running = new Map<string, Running>();
  const live = process.stdout.isTTY;
  let rewritten = 0;
  let headed = false;
  /** Other versions' formats of records that were met: each is told once. */
  const foreign = new Set<string>();

  const line = (task: string, status: string, text: string) =>
    `  ${named(task).padEnd(width)}  ${status.padEnd(8)}  ${shortened(shown(text), longestText)}`.trimEnd();
  const say = (text: string) => process.stdout.write(`${live ? '\r\u001b[K' : ''}${text}\n`);
  const heading = () => {
    if (!headed) say(`${name}  ${shown(title)}  ${counted(plan.tasks.length, 'task')}, ${jobs} at a time`);
    headed = true;
  };
  const status = (now: number) => {
    const text = running.size === 1 ? progressText : brief;
    return [...running].map(([task, state]) => `${named(task)}  ${shown(text(state, now))}`).join('   ');
  };
  const rewrite = (now: number) => {
    if (!live || now - rewritten < rewriteEvery) return;
    rewritten = now;
    process.stdout.write(`\r\u001b[K  ${status(now)}`.slice(0, process.stdout.columns + 4));
  };
  const progressed = ({ task, progress }: Extract<RunEvent, { event: 'progress' }>) => {
    const state = running.get(task);
    const now = Date.now();
    if (state === undefined) return;
    state.first ??= { done: progress.done, at: now };
    state.progress = progress;
    if (!live && now - state.printed > plainEvery) {
      state.printed = now;
      say(line(task, 'running', progressText(state, now)));
    }
    rewrite(now);
  };
  const started = ({ task, why, resumesAt, expected }: Extract<RunEvent, { event: 'started' }>) => {
    running.set(task, begun(Date.now(), expected));
    if (why.reason === 'damaged') say(line(task, 'rebuild', whyText(why)));
    if (why.reason === 'another version' && !foreign.has(why.format)) {
      foreign.add(why.format);
      say(
        `  records of another version of samebits (${shown(why.format)}) are left as they are; their tasks are made anew`,
      );
    }
    if (resumesAt !== undefined)
      say(line(task, 'goes on', `from ${grouped(resumesAt)}, kept by an earlier run`));
  };

  return {
    building: () => void process.stdout.write('building native kernels, once: '),
    built: (what, taken) => void process.stdout.write(`${seconds(taken)}, ${shown(what)}\n`),
    next(event) {
      if (isNoNews(event)) return;
      heading();
      if (event.event === 'progress') progressed(event);
      else if (event.event === 'started') started(event);
      else {
        const progress = running.get(event.task)?.progress;
        running.delete(event.task);
        say(line(event.task, ...ending(event, progress === undefined ? '' : amount(progress))));
        if (event.event === 'failed') lastWords(event.log).forEach(say);
        if (event.event === 'made')
          for (const repair of event.repaired) say(line(event.task, 'repaired', repair));
      }
    },
    stopping: () => {
      say('stopping: each task ends at its next durable point, or in 1.5 s. Once more to end at once.');
    },
    finished: (outcome) =>
      void process.stdout.write(
        `${live ? '\r\u001b[K' : ''}${closing(plan, outcome, performance.now() / 1000)}\n`,
      ),
  };
}

/** What the last lines count, and nothing more is to be said of. */
function isNoNews(event: RunEvent): event is Extract<RunEvent, { event: 'not started' }> {
  const plainlyCached = event.event === 'cached' && event.record.failure === null && event.meanwhile !== true;
  return event.event === 'not started' || plainlyCached;
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
  const time = seconds(taken).padStart(6);
  if (failure !== null) return ['FAILED', `${time}  ${failure}`];
  if (event.event === 'cached')
    return ['cached', 'made meanwhile by another run, or another task that asks the same'];
  const printed = event.log === undefined ? [] : [`printed ${fromHere(event.log)}`];
  return ['made', [time, done, ...printed].filter((part) => part !== '').join('  ')];
}

function failureText(failure: Failure): string {
  if (failure.kind === 'bad input') return failure.problems.map(problemText).join('; ');
  // A task has one line; a message of several is told on it.
  return onOneLine(failure.message);
}

const linesShown = 10;

/** The end of what a task printed, and where all of it is. */
function lastWords(log: KeptLog | undefined): readonly string[] {
  if (log === undefined) return [];
  const lines = log.end.trimEnd().split('\n').slice(-linesShown);
  return [
    ...lines.filter((text) => text !== '').map((text) => `    | ${shown(text)}`),
    `    ${fromHere(log)}`,
  ];
}

function fromHere({ file }: KeptLog): string {
  return relative(process.cwd(), file);
}
