import type { Failure } from '../run/events.js';
import type { JsonObject } from '../artifact/json.js';
import type { Progress, PartName, RecordedPart, RetracedPart } from '../stage/contract.js';

/** What came of executing a task again. */
export type Finding =
  | { readonly found: 'equal'; readonly seconds: number; readonly heldAgainst: readonly Reference[] }
  | {
      readonly found: 'different';
      readonly differences: readonly OutputDifference[];
      readonly where?: string;
    }
  /** It made nothing that could be compared. */
  | { readonly found: 'failed'; readonly failure: Failure }
  /** There is nothing to hold it against. */
  | { readonly found: 'not recorded' }
  /** It is bound to a machine, and what was made there is not in this store. */
  | { readonly found: 'bound elsewhere' };

export type Reference = 'record' | 'lock file';

export interface OutputDifference {
  readonly output: string;
  readonly from: Reference;
  /** What differs, and first where. */
  readonly text: string;
  /** Of a computation that is recorded state by state: the first stretch that came out otherwise. */
  readonly stretch?: RecordedPart;
}

/** What happens while a pipeline is verified, on one stream. */
export type VerifyEvent =
  | { readonly event: 'started'; readonly task: string }
  | { readonly event: 'progress'; readonly task: string; readonly progress: Progress }
  | { readonly event: 'verified'; readonly task: string; readonly finding: Finding };

/** What came of doing parts of a task again. */
export type SpotFinding =
  | {
      readonly found: 'equal' | 'different';
      readonly called: PartName;
      readonly reexecuted: number;
      readonly of: number;
      /** Parts on the way to those, which held too. */
      readonly beside: number;
      /** What is wrong with the record as a whole. */
      readonly problems: readonly string[];
      readonly differing: readonly RetracedPart[];
      /** More of the first of these. */
      readonly where?: string;
      readonly environment: JsonObject;
    }
  | Extract<Finding, { found: 'failed' | 'not recorded' | 'bound elsewhere' }>;

/** What happens in a spot audit, on one stream. */
export type SpotEvent =
  | Extract<VerifyEvent, { event: 'started' | 'progress' }>
  | { readonly event: 'drawn'; readonly seed: number; readonly tasks: readonly DrawnTask[] }
  | { readonly event: 'retraced'; readonly task: string; readonly finding: SpotFinding };

export interface DrawnTask {
  readonly task: string;
  readonly called: PartName;
  readonly parts: readonly RecordedPart[];
  readonly of: number;
}
