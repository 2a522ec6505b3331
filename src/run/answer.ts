import { fromEvent, lastValueFrom, switchMap, takeUntil, tap, timer, type Observable } from './streams.js';
import type { Executor } from './executor.js';
import type { Answer, FromTask, TaskSpec } from './messages.js';

export interface Executing {
  readonly executor: Executor;
  readonly shares: Observable<number>;
  readonly signal: AbortSignal;
}

/** How long a task that was asked to stop may take to reach a durable point; then it is ended, which loses what is newer. */
const graceMilliseconds = 1500;

/** Has a task executed, and gives its answer. `heard` is told what it says before that. */
export async function answerOf(
  spec: TaskSpec,
  { executor, shares, signal }: Executing,
  heard: (message: Exclude<FromTask, Answer>) => void,
): Promise<Answer> {
  let answer: Answer | undefined;
  const hear = (message: FromTask): void => {
    if (message.type === 'progress' || message.type === 'printed') heard(message);
    else answer = message;
  };
  const messages = executor(spec, shares, signal).pipe(tap(hear), takeUntil(overdue(signal)));
  try {
    await lastValueFrom(messages, { defaultValue: undefined });
  } catch (error) {
    // What a terminal signals reaches a process that does not listen yet, and ends it.
    if (!signal.aborted) throw error;
  }
  if (answer !== undefined) return answer;
  if (!signal.aborted) throw new Error('its process ended without an answer');
  return {
    type: 'failed',
    failure: { kind: 'stopped', message: 'ended between durable points; run again to go on' },
  };
}

function overdue(signal: AbortSignal): Observable<unknown> {
  return signal.aborted
    ? timer(graceMilliseconds)
    : fromEvent(signal, 'abort').pipe(switchMap(() => timer(graceMilliseconds)));
}
