import { grouped } from '../../artifact/numbers.js';
import type { Progress } from '../../stage/contract.js';
import { seconds } from '../text.js';
import { timeLeft } from './time-left.js';

/** A task that runs, as far as it told. Times are the clock's, in milliseconds. */
export interface Running {
  readonly since: number;
  /** What it may take in all, by earlier records. */
  readonly expected: number | undefined;
  /** The first progress told, and when. */
  first?: { readonly done: number; readonly at: number };
  progress?: Progress;
  /** When a line was last printed of it. */
  printed: number;
}

export function begun(now: number, expected: number | undefined): Running {
  return { since: now, expected, printed: now };
}

/** `54 %  810/1,500 updates  cost 2.01  left 9 s`. */
export function progressText(state: Running, now: number): string {
  const { since, progress } = state;
  if (progress === undefined) return seconds((now - since) / 1000);
  const { done, total, note } = progress;
  return [
    percent(done, total),
    amount(progress),
    ...(note === undefined ? [] : [note]),
    ...left(state, progress, now),
  ].join('  ');
}

/** `54 %  left 9 s`: for a line that several tasks share. */
export function brief(state: Running, now: number): string {
  const { progress } = state;
  return progress === undefined
    ? ''
    : [percent(progress.done, progress.total), ...left(state, progress, now)].join('  ');
}

export function amount({ done, total, unit }: Progress): string {
  return done === total ? `${grouped(total)} ${unit}` : `${grouped(done)}/${grouped(total)} ${unit}`;
}

function percent(done: number, total: number): string {
  return `${Math.floor((100 * done) / Math.max(total, 1))} %`;
}

function left(
  { first, since, expected }: Running,
  { done, total }: Progress,
  now: number,
): readonly string[] {
  const elapsed = (now - (first?.at ?? since)) / 1000;
  const remaining = timeLeft({ before: first?.done ?? done, done, total, elapsed, expected });
  return remaining === undefined ? [] : [`left ${seconds(remaining)}`];
}
