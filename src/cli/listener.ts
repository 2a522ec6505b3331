import type { Verdict } from '../claim/verdict.js';
import type { RunEvent } from '../run/events.js';
import type { TaskRecord } from '../store/records.js';

/** What a run came to, for whoever reports it. */
export interface Outcome {
  readonly records: ReadonlyMap<string, TaskRecord>;
  /** How many tasks were made, not cached. */
  readonly made: number;
  readonly failed: readonly Extract<RunEvent, { event: 'failed' }>[];
  readonly verdicts: readonly Verdict[];
  /** The published page, from where the person stands. */
  readonly report: string | undefined;
  readonly lockProblems: readonly string[];
  /** What became of the lock file, where nothing is wrong with it. */
  readonly lock: string | undefined;
  readonly exitCode: number;
}

/** Who listens to a run. */
export interface Listener {
  /** The kernels are being compiled for this machine: a few seconds, once. */
  building(): void;
  built(what: string, seconds: number): void;
  next(event: RunEvent): void;
  stopping(): void;
  finished(outcome: Outcome): void;
}
