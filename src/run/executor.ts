import type { Observable } from './streams.js';
import type { FromTask, TaskSpec } from './messages.js';

/**
 * Runs a task: what it sends, the last of which is its answer, then completion; an error where it ends without an answer. While
 * it runs it takes part in `shares` and is told how many cores it may use. Aborting `signal` asks it to stop at a durable
 * point; unsubscribing ends it at once. The default is a process of its own (`process.ts`).
 */
export type Executor = (
  spec: TaskSpec,
  shares: Observable<number>,
  signal: AbortSignal,
) => Observable<FromTask>;
