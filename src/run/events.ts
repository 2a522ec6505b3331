import type { Digest } from '../artifact/digest.js';
import type { ToRun } from '../plan/state.js';
import type { Progress } from '../stage/contract.js';
import type { Problem } from '../stage/problem.js';
import type { KeptLog } from '../store/logs.js';
import type { TaskRecord } from '../store/records.js';

/** What happens in a run, on one stream. Terminal, JSON log and live page listen; nothing depends on a listener. */
export type RunEvent =
  | {
      readonly event: 'started';
      readonly task: string;
      readonly why: ToRun['why'];
      /** How far an earlier run came that this one continues. */
      readonly resumesAt: number | undefined;
      /** How many seconds it may take, by earlier records; undefined where there are none. */
      readonly expected: number | undefined;
    }
  | { readonly event: 'progress'; readonly task: string; readonly progress: Progress }
  | {
      readonly event: 'made';
      readonly task: string;
      readonly key: Digest;
      readonly record: TaskRecord;
      /** Where bytes that had been damaged were made again: what had been wrong with them, for people. */
      readonly repaired: readonly string[];
      /** What its process printed. */
      readonly log: KeptLog | undefined;
    }
  | {
      readonly event: 'cached';
      readonly task: string;
      readonly key: Digest;
      readonly record: TaskRecord;
      /** It was made while this task waited for its turn: by another run, or by a task with the same key. */
      readonly meanwhile?: true;
    }
  | {
      readonly event: 'failed';
      readonly task: string;
      readonly failure: Failure;
      /** What its process printed. */
      readonly log: KeptLog | undefined;
    }
  /** It reads what `because` did not make. */
  | { readonly event: 'skipped'; readonly task: string; readonly because: string }
  /** Nothing is wrong with it: the run was ending, since `after` had failed or since it was stopped. */
  | { readonly event: 'not started'; readonly task: string; readonly after: string | undefined };

/** Why a task made nothing: its input is bad (exit code 2), its work failed, or it was asked to stop. */
export type Failure =
  | { readonly kind: 'bad input'; readonly problems: readonly Problem[] }
  | { readonly kind: 'failed'; readonly message: string; readonly details: string }
  | { readonly kind: 'stopped'; readonly message: string };
