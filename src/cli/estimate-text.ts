import { counted } from '../artifact/numbers.js';
import type { Estimate } from '../run/estimates.js';
import { bytes, seconds } from './text.js';

/** What tasks may take together; `unknown` ones are not in it, since nothing of their kind was ever made. */
export interface Total {
  readonly seconds: number;
  readonly bytes: number;
  readonly unknown: number;
}

export function totalOf(tasks: readonly string[], estimates: ReadonlyMap<string, Estimate>): Total {
  const left = tasks.map((task) => estimates.get(task));
  const sum = (of: (estimate: Estimate | undefined) => number | undefined) =>
    left.reduce((total, estimate) => total + (of(estimate) ?? 0), 0);
  return {
    seconds: sum((estimate) => estimate?.secondsLeft),
    bytes: sum((estimate) => estimate?.bytes),
    unknown: left.filter((estimate) => estimate?.secondsLeft === undefined).length,
  };
}

/** Of work: tasks that run side by side, and waiting ones that turn out to be cached, take less. */
export function totalText({ seconds: time, bytes: size, unknown }: Total): string {
  if (time === 0) return '';
  const rest = unknown === 0 ? '' : `, and ${counted(unknown, 'task')} of which nothing is known`;
  return `; about ${seconds(time)} of work, ${bytes(size)}${rest}`;
}

export function estimateText(estimate: Estimate | undefined): string {
  const { secondsLeft, bytes: size } = estimate ?? {};
  if (secondsLeft === undefined) return '';
  return `about ${seconds(secondsLeft)}${size === undefined ? '' : `, ${bytes(size)}`}`;
}
