import { relative } from 'node:path';
import { counted, grouped } from '../../artifact/numbers.js';
import type { Plan } from '../../plan/recipe.js';
import type { Failure, RunEvent } from '../../run/events.js';
import { problemText } from '../../stage/problem.js';
import type { KeptLog } from '../../store/logs.js';
import { whyText } from '../reason-text.js';
import type { Listener } from './listener.js';
import { closing } from './closing.js';
import { compilingForPeople } from '../compiling.js';
import { liveLines } from './live.js';
import { carriedText, onOneLine, seconds, shown } from '../text.js';

/** Tells a person what a run does: a line a task, and what is running now (rewritten in place on a terminal). */
export function terminal(plan: Plan, jobs: number): Listener {
  const { name, title = '' } = plan.graph.pipeline;
  const lines = liveLines(plan.tasks.map(({ id }) => id));
  /** Formats of other versions' records that were spoken of: once is enough. */
  const foreign = new Set<string>();
  let headed = false;

  const heading = () => {
    if (!headed)
      lines.say(`${name}  ${shown(title)}  ${counted(plan.tasks.length, 'task')}, ${jobs} at a time`);
    headed = true;
  };
  const started = ({ task, why, resumesAt, expected }: Extract<RunEvent, { event: 'started' }>) => {
    lines.started(task, expected);
    if (why.reason === 'damaged') lines.line(task, 'rebuild', whyText(why));
    if (why.reason === 'another version' && !foreign.has(why.format)) {
      foreign.add(why.format);
      lines.say(
        `  records of another version of samebits (${shown(why.format)}) are left as they are; their tasks are made anew`,
      );
    }
    if (resumesAt !== undefined)
      lines.line(task, 'goes on', `from ${grouped(resumesAt)}, kept by an earlier run`);
  };

  return {
    ...compilingForPeople,
    next(event) {
      if (isNoNews(event)) return;
      heading();
      if (event.event === 'progress') lines.progressed(event.task, event.progress);
      else if (event.event === 'started') started(event);
      else {
        lines.line(event.task, ...ending(event, lines.ended(event.task)));
        if (event.event === 'failed') for (const words of lastWords(event.log)) lines.say(words);
        if (event.event === 'made')
          for (const repair of event.repaired) lines.line(event.task, 'repaired', repair);
      }
    },
    stopping: () => {
      lines.say('stopping: each task ends at its next durable point, or in 1.5 s. Once more to end at once.');
    },
    finished: (outcome) => {
      lines.say(closing(plan, outcome, performance.now() / 1000));
    },
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
  const { failure, seconds: taken, carriedOver } = event.record;
  const time = seconds(taken).padStart(6);
  if (failure !== null) return ['FAILED', `${time}  ${failure}`];
  if (event.event === 'cached')
    return ['cached', 'made meanwhile by another run, or another task that asks the same'];
  const printed = event.log === undefined ? [] : [`printed ${fromHere(event.log)}`];
  const carried = carriedOver === undefined ? [] : [carriedText(carriedOver)];
  return ['made', [time, done, ...carried, ...printed].filter((part) => part !== '').join('  ')];
}

/** Why a task failed, on one line. */
export function failureText(failure: Failure): string {
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
