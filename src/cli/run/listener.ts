import type { RunEvent } from '../../run/events.js';
import type { Outcome } from './outcome.js';

/** Who listens to a run. */
export interface Listener {
  /** The kernels are being compiled for this machine: a few seconds, once. */
  building(): void;
  built(what: string, seconds: number): void;
  next(event: RunEvent): void;
  stopping(): void;
  finished(outcome: Outcome): void;
}
