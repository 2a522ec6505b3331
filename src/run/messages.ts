import type { Digest } from '../artifact/digest.js';
import type { JsonObject } from '../artifact/json.js';
import type { Progress, RecordedPart, Retraced } from '../stage/contract.js';
import type { Artifact, CarriedOver } from '../store/records.js';
import type { Failure } from './events.js';

/** A task as it crosses to the process that runs it: data only. */
export interface TaskSpec {
  readonly id: string;
  /** The stage's run module. */
  readonly run: string;
  /** The modules whose closure `code` is the digest of. */
  readonly modules: readonly string[];
  readonly store: string;
  /** What the task is looked up by; null of an observer, whose inputs are not all there. */
  readonly key: Digest | null;
  readonly parameters: JsonObject;
  readonly inputs: readonly InputSpec[];
  readonly files: readonly { readonly name: string; readonly path: string; readonly digest: Digest }[];
  readonly pipeline: JsonObject;
  readonly code: Digest;
  readonly chain: Digest | null;
  readonly observers: readonly TaskSpec[];
  /** Where the task is not to be run but parts of it are to be done again. */
  readonly retrace?: RetraceAsked;
}

/** What is to be done again of a task that wrote these outputs. */
export type RetraceAsked = { readonly outputs: Readonly<Record<string, Artifact>> } & (
  | { readonly kind: 'reexecute'; readonly parts: readonly RecordedPart[] }
  | {
      readonly kind: 'follow';
      readonly stretch: RecordedPart & { readonly every: number };
      /** The state whose bytes are to be had afterwards, and the store that they go to. */
      readonly keep?: { readonly step: number; readonly store: string };
    }
);

/** The digests of the states after the steps of a stretch that was followed, in order. */
export interface Followed extends JsonObject {
  readonly states: readonly { readonly step: number; readonly digest: Digest }[];
}

export interface InputSpec {
  readonly role: string;
  readonly cell: JsonObject;
  readonly artifacts: Readonly<Record<string, Artifact>>;
  /** The chain of the task that made them. */
  readonly chain: Digest | null;
}

export type ToTask =
  | { readonly type: 'run'; readonly spec: TaskSpec }
  /** How many cores the task may use from now on. */
  | { readonly type: 'threads'; readonly threads: number }
  | { readonly type: 'stop' };

export type FromTask =
  | { readonly type: 'progress'; readonly progress: Progress }
  /** What its process wrote to its standard output or error. */
  | { readonly type: 'printed'; readonly text: string }
  | {
      readonly type: 'done';
      readonly outputs: Readonly<Record<string, Artifact>>;
      readonly failure: string | null;
      /** What of this machine did the work. */
      readonly servedBy: JsonObject;
      /** The most memory its process held, in bytes. */
      readonly memory: number;
      /** What `retrace` asked for; there are no outputs then. */
      readonly retraced?: Retraced | Followed;
      /** Where outputs, or something in them, are those of other code, parts of which were done again. */
      readonly carriedOver?: CarriedOver;
    }
  | { readonly type: 'failed'; readonly failure: Failure };

/** How a task ended: the last that is heard of it. */
export type Answer = Extract<FromTask, { type: 'done' | 'failed' }>;
