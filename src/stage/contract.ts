import type { Static, TObject } from 'typebox';
import type { Digest } from '../artifact/digest.js';
import type { Json, JsonObject } from '../artifact/json.js';
import type { EngineChoice } from '../engine/choice.js';
import type { Network } from '../engine/engine.js';

/**
 * What a stage is. A stage is a folder under stages/ with two modules, or three:
 * - `declaration.ts` exports `declaration`: what it is called, its parameters, inputs and outputs. Cheap to import.
 * - `run.ts` exports `run`, and `observe` where it can also measure a network while another stage trains it.
 * - `retrace.ts`, where there is one, exports `retrace`: the outputs record the work part by part, and any part of it can be done
 *   again. What is in it alone is not in the code digest, since no output follows from it.
 */
export interface StageDeclaration<Parameters extends TObject = TObject> {
  /** The folder's name; what a pipeline's `use` says. */
  readonly name: string;
  /** Raised when the meaning of a parameter or output changes though its name stays. */
  readonly version: number;
  readonly title: string;
  readonly description: string;
  /** Every parameter has a title, a description, a default and bounds; a unit goes into the description. */
  readonly parameters: Parameters;
  readonly inputs: Readonly<Record<string, InputDeclaration>>;
  readonly outputs: Readonly<Record<string, OutputDeclaration<Parameters>>>;
  /**
   * What is wrong with the parameters together with what is known of the inputs: pure, and asked before anything runs. What
   * is not known there yet is undefined, and left to `run`.
   */
  check?(asked: Asked<Parameters>): readonly Mistake[];
  /**
   * The form that recipes and keys have of parameters which can be written in several ways with one meaning, such as a
   * default that is written out.
   */
  normalised?(parameters: Static<Parameters>): Static<Parameters>;
  /**
   * The files outside the store that the stage reads: names under the folder that a `path` parameter gives, with `/` between.
   * Their contents enter the key in place of the parameter. `list` asks `mayRead` before it follows a symbolic link; that throws
   * BadInput where the link leads outside what the pipeline may read.
   */
  readonly files?: {
    readonly parameter: string;
    readonly list: (folder: string, mayRead: (path: string) => void) => Promise<readonly string[]>;
    /** The input that takes the place of the folder, where a pipeline gives it. */
    readonly unless?: string;
  };
  /** Parameters that say where bytes are to be had and change none of them: they are in no recipe and no key. */
  readonly whereabouts?: readonly string[];
  /** The parameter that says how far a resumable computation goes: it is left out of the chain's key. */
  readonly extent?: string;
  /**
   * Of what machine the outputs depend on, where they are not the same bytes on every machine (an engine that is not ours):
   * it enters the key, and what is made from such outputs is called machine-bound. Undefined where nothing of it matters.
   */
  readonly machine?: (parameters: JsonObject) => Promise<JsonObject | undefined>;
  /** The stage's recipe also holds the pipeline's name, description and claims; it is given the claimed tables. */
  readonly readsPipeline?: boolean;
}

export interface InputDeclaration {
  readonly description: string;
  /** Which outputs of the named stage are read; only these enter the key. */
  readonly outputs: readonly string[];
  /** Takes a list of stages, or all cells of one (`$each`). */
  readonly many?: boolean;
  readonly optional?: boolean;
  /** The stage measures the network that the input's stage trains, and can do so in passing (see `observe`). */
  readonly observes?: boolean;
}

export interface OutputDeclaration<Parameters extends TObject = TObject> {
  readonly mediaType: string;
  readonly description: string;
  /**
   * The members of the artifact's description that are known before it is made: a table's `columns`, a network's `layers`.
   * What depends on bytes that are not there yet is left out. Pure, and cheap: it is asked for every task of a plan.
   */
  known?(parameters: Static<Parameters>, inputs: KnownInputs): JsonObject;
}

/** An input before it is made: as an `Input`, with those members of descriptions that are known. */
export interface KnownInput {
  /** What the pipeline calls the stage that makes it. */
  readonly stage?: string;
  readonly cell: JsonObject;
  readonly artifacts: Readonly<Record<string, KnownArtifact>>;
  /** What the stage that makes it reads itself; undefined where that is not told. */
  readonly inputs?: KnownInputs;
}

export type KnownArtifact = Pick<InputArtifact, 'mediaType' | 'description'>;

/** By role. */
export type KnownInputs = Readonly<Record<string, readonly KnownInput[]>>;

/** What a stage's `check` is asked about. */
export interface Asked<Parameters extends TObject = TObject> {
  readonly parameters: Static<Parameters>;
  readonly inputs: KnownInputs;
  /** Every value that a matrix variable is given in the pipeline file, or in one that it extends. */
  readonly matrix: Readonly<Record<string, readonly Json[]>>;
}

/** One thing that is wrong with what a stage is asked, found by its `check`. */
export interface Mistake {
  readonly at: MistakePlace;
  /** Follows the name of the parameter or input: `is 500, but there are only 300 test examples.` */
  readonly rule: string;
  readonly remedy?: string;
}

/**
 * A parameter, or a member inside it, by its path: `['x', 'column']`; or an input's role. With both, a parameter of the stage
 * that the input comes from in the end, such as the layers of the network that a training was given.
 */
export type MistakePlace =
  | {
      readonly parameter: readonly (string | number)[];
      /** The name is wrong, not its value. */
      readonly atName?: true;
      readonly input?: string;
    }
  | { readonly input: string; readonly parameter?: undefined };

/** Says a stage; gives `parameters` its type. */
export function declareStage<Parameters extends TObject>(
  declaration: StageDeclaration<Parameters>,
): StageDeclaration<Parameters> {
  return declaration;
}

/** An artifact as a stage reads it. `digest`, `mediaType` and `description` are part of the reader's key. */
export interface InputArtifact {
  readonly digest: Digest;
  readonly mediaType: string;
  /** What the bytes mean: a table's columns, a data set's classes. */
  readonly description: JsonObject;
  /** The verified bytes. */
  bytes(): Promise<Buffer>;
}

/** One stage's artifacts in a role; `cell` holds the matrix values that set it apart from the others of its role. */
export interface Input {
  readonly cell: JsonObject;
  readonly artifacts: Readonly<Record<string, InputArtifact>>;
  /** Where the states of the training that made this input may be found. A hint: never part of a key. */
  readonly chain?: Chain;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is counted: `updates`, `images`. */
  readonly unit: string;
  /** Something worth seeing now: `cost 2.01`. */
  readonly note?: string;
}

export interface StageContext<Declaration extends StageDeclaration = StageDeclaration> {
  readonly parameters: Static<Declaration['parameters']>;
  readonly inputs: Readonly<Record<string, readonly Input[]>>;
  /** Absolute paths of the files that `files` listed, by their name under the folder. */
  readonly files: ReadonlyMap<string, string>;
  /** The pipeline's own text, for stages that declare `readsPipeline`. */
  readonly pipeline: JsonObject;
  /** The digest of the stage's own code, for keys of what it remembers. */
  readonly code: Digest;
  /** Writes an output. What is too large to be held comes in pieces, each of which must keep its bytes until the next is asked for. */
  write(
    output: string,
    content: Uint8Array | string | AsyncIterable<Uint8Array>,
    description?: JsonObject,
  ): Promise<void>;
  /** Writes an output whose bytes the store has already; false, and nothing done, where it has not. */
  reuse(output: string, digest: Digest, description?: JsonObject): Promise<boolean>;
  /**
   * A file in the store for bytes that come slowly and are to have this digest: an interrupted run leaves it to the next. It goes
   * with other unfinished files when it is old.
   */
  unfinished(digest: Digest): Promise<string>;
  progress(progress: Progress): void;
  /**
   * How many cores the task may use now: asked before each piece of work, since other tasks come and go. What is written never
   * depends on it.
   */
  readonly threads: () => number;
  /** Says what of this machine does the work, such as a build of kernels: for the record, and in no key. */
  readonly servedBy: (facts: JsonObject) => void;
  /** Aborted when the run is asked to stop; a stage then ends at its next durable point by throwing `signal.reason`. */
  readonly signal: AbortSignal;
  /** Small pure results, found again by a digest of everything they depend on. */
  readonly memo: Memo;
  /** The states of this task's own chain, for stages that declare `extent`. */
  readonly chain?: Chain;
  /** Other tasks that measure what this one trains. */
  readonly observers: readonly Observer[];
}

/** What a stage may say at its end. */
export interface StageResult {
  /** Keeps the outputs, but the run's exit code is 1. */
  readonly failure?: string;
  /** Where the outputs hold what other code made and `carry` remembered: its mark. */
  readonly carriedOver?: NonNullable<ChainState['carriedOver']>;
}

export type StageRun<Declaration extends StageDeclaration> = (
  context: StageContext<Declaration>,
) => Promise<StageResult | void>;

export interface Memo {
  recall(key: Digest): Promise<Json | undefined>;
  remember(key: Digest, value: Json): Promise<void>;
}

/** A state of a resumable computation: after `step` steps it had these bytes. */
export interface ChainState {
  readonly step: number;
  readonly digest: Digest;
  /** What was noted on the way from the kept state before this one. */
  readonly notes: readonly Json[];
  /** Where other code made the state: what is to be said of all that goes on from it. Stages need not look at it. */
  readonly carriedOver?: JsonObject;
}

/** The durable states of one resumable computation, oldest first. Every state continues to the same bits. */
export interface Chain {
  states(): Promise<readonly ChainState[]>;
  /** The verified bytes of a state, or undefined where only its digest is kept. */
  bytes(state: ChainState): Promise<Buffer | undefined>;
  /** Without bytes, only what is said of the state is written anew. */
  keep(state: ChainState, bytes?: Uint8Array): Promise<void>;
}

/** A task that measures a network while another trains it. What it measures goes to its memo. */
export interface Observer {
  wants(update: number): boolean;
  measure(moment: TrainingMoment): Promise<void>;
}

/** A network in memory, in the state whose parameters' bytes have this digest, and what computes it: measurements depend on both. */
export interface TrainingMoment extends EngineChoice {
  readonly update: number;
  readonly digest: Digest;
  /** Not to be changed by who measures it. */
  readonly network: Network;
}

/**
 * A part of recorded work that can be done again by itself: a stretch of a computation from one recorded state to another, counted in
 * its steps; or, where both are the same step, what was made of that state.
 */
export interface RecordedPart extends JsonObject {
  readonly from: number;
  readonly until: number;
}

/** What people call parts: stretch, stretches. */
export interface PartName extends JsonObject {
  readonly one: string;
  readonly many: string;
}

/** Does parts of recorded work again. `outputs` are the artifacts that the task wrote when it was whole. */
export interface Retrace {
  /** Tasks whose parts have one name are drawn from together. */
  readonly called: PartName;
  /** Every part, in order. */
  parts(outputs: Input['artifacts']): Promise<readonly RecordedPart[]>;
  /** Does these parts again, which are given in order, each from its own recorded beginning. */
  reexecute(
    context: StageContext,
    outputs: Input['artifacts'],
    parts: readonly RecordedPart[],
  ): Promise<Retraced>;
  /**
   * Gives the context's task, which has another code, what a longer one can go on from: kept states of the chain `from`, or what is
   * remembered; each marked. Throws where it has states already that these outputs do not record.
   */
  carry(
    context: StageContext,
    outputs: Input['artifacts'],
    from: Chain | undefined,
    carriedOver: NonNullable<ChainState['carriedOver']>,
  ): Promise<void>;
  /** The context's task was executed whole and came to these outputs: takes away the marks that `carry` left. */
  unmark(context: StageContext, outputs: Input['artifacts']): Promise<void>;
  /** Where the parts are stretches. */
  readonly stretches?: RetracedStretches;
}

/** What can be had besides of a computation that is recorded state by state. */
interface RetracedStretches {
  /** The first stretch that two executions did not record alike, null where there is none. */
  parting(one: Input['artifacts'], other: Input['artifacts']): Promise<RecordedPart | null>;
  /**
   * Does one stretch again and shows the states at its ends and, on the way, at least after every `every`-th step. Bytes are valid
   * during the call.
   */
  follow(
    context: StageContext,
    outputs: Input['artifacts'],
    stretch: RecordedPart & { readonly every: number },
    see: (step: number, bytes: Uint8Array) => Promise<void>,
  ): Promise<void>;
}

/** What came of doing parts again. */
export interface Retraced extends JsonObject {
  /** What is wrong with the record as a whole: a row that is missing, an end that is not the last state; null where nothing is. */
  readonly broken: string | null;
  /** Why the work failed, as the outputs record it; null where it did not. */
  readonly failure: string | null;
  /** In the order asked; none where the record is so broken that it does not say what its parts were. */
  readonly parts: readonly RetracedPart[];
  /** How many other parts were done again, and held, on the way to these. */
  readonly beside: number;
}

export interface RetracedPart extends RecordedPart {
  /** What came out otherwise than recorded; null where nothing did. */
  readonly difference: PartDifference | null;
}

export interface PartDifference extends JsonObject {
  readonly text: string;
  /** Between which recorded states: in the part itself, or on the way to it. */
  readonly stretch: RecordedPart;
}

export function onlyInput(inputs: StageContext['inputs'], role: string): Input {
  const [input, ...rest] = inputs[role] ?? [];
  if (input === undefined || rest.length > 0) throw new TypeError(`input ${role} must be exactly one stage`);
  return input;
}

export function artifactOf(input: Input, output: string): InputArtifact {
  const artifact = input.artifacts[output];
  if (artifact === undefined) throw new TypeError(`there is no artifact ${output} in this input`);
  return artifact;
}
