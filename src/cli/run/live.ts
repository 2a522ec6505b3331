import type { Progress } from '../../stage/contract.js';
import { amount, begun, brief, progressText, type Running } from './running.js';
import { shortened, shown } from '../text.js';

/** Lines about tasks, and what is running now below them: rewritten in place on a terminal, elsewhere a line now and then. */
export interface LiveLines {
  say(text: string): void;
  /** A line on one task: a word, and what there is to say. */
  line(task: string, status: string, text: string): void;
  started(task: string, expected?: number): void;
  progressed(task: string, progress: Progress): void;
  /** The task runs no more; what it did, where it told. */
  ended(task: string): string;
}

/** How often a line without a terminal to rewrite it is printed for a running task. */
const plainEvery = 5000;
const rewriteEvery = 100;

/** What of a name, and of what is said of a task, is shown in characters. */
const longestName = 60;
const longestText = 2000;

export function liveLines(tasks: readonly string[]): LiveLines {
  const named = (task: string) => shortened(shown(task), longestName);
  const width = Math.max(...tasks.map((task) => named(task).length));
  const running = new Map<string, Running>();
  const live = process.stdout.isTTY;
  let rewritten = 0;

  const say = (text: string) => void process.stdout.write(`${live ? '\r\u001b[K' : ''}${text}\n`);
  const line = (task: string, status: string, text: string) => {
    say(
      `  ${named(task).padEnd(width)}  ${status.padEnd(8)}  ${shortened(shown(text), longestText)}`.trimEnd(),
    );
  };
  const rewrite = (now: number) => {
    if (!live || now - rewritten < rewriteEvery) return;
    rewritten = now;
    const text = running.size === 1 ? progressText : brief;
    const status = [...running]
      .map(([task, state]) => `${named(task)}  ${shown(text(state, now))}`)
      .join('   ');
    process.stdout.write(`\r\u001b[K  ${status}`.slice(0, process.stdout.columns + 4));
  };
  return {
    say,
    line,
    started: (task, expected) => void running.set(task, begun(Date.now(), expected)),
    progressed(task, progress) {
      const state = running.get(task);
      const now = Date.now();
      if (state === undefined) return;
      state.first ??= { done: progress.done, at: now };
      state.progress = progress;
      if (!live && now - state.printed > plainEvery) {
        state.printed = now;
        line(task, 'running', progressText(state, now));
      }
      rewrite(now);
    },
    ended(task) {
      const progress = running.get(task)?.progress;
      running.delete(task);
      return progress === undefined ? '' : amount(progress);
    },
  };
}
