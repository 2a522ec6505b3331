import type { Digest } from '../artifact/digest.js';
import type { ToRun } from '../plan/state.js';
import type { Progress } from '../stage/contract.js';
import type { Problem } from '../stage/problem.js';
import type { TaskRecord } from '../store/records.js';

/** What happens in a run, on one stream. Terminal, JSON log and live page listen; nothing depends on a listener. */
export type RunEvent =
  | {
      readonly event: 'started';
      readonly task: string;
      readonly why: ToRun['why'];
      /** How far an earlier run came that this one continues. */
      readonly resumesAt: number | undefined;
    }
  | { readonly event: 'progress'; readonly task: string; readonly progress: Progress }
  | { readonly event: 'made'; readonly task: string; readonly key: Digest; readonly record: TaskRecord }
  | { readonly event: 'cached'; readonly task: string; readonly key: Digest; readonly record: TaskRecord }
  | { readonly event: 'failed'; readonly task: string; readonly failure: Failure }
  | { readonly event: 'skipped'; readonly task: string; readonly because: string };

/** Why a task made nothing: its input is bad (exit code 2), its work failed, or it was asked to stop. */
export type Failure =
  | { readonly kind: 'bad input'; readonly problems: readonly Problem[] }
  | { readonly kind: 'failed'; readonly message: string; readonly details: string }
  | { readonly kind: 'stopped'; readonly message: string };
