import type { JsonObject } from '../artifact/json.js';
import type { ResolvedClaim } from '../claim/claim.js';
import type { Stage } from '../stage/registry.js';
import type { Located } from './located.js';
import type { MatrixCell } from './matrix.js';
import type { Pipeline } from './schema.js';
import type { Source } from './source.js';

/** A pipeline's graph: every stage instance in every cell that it depends on, each after what it reads. */
export interface Graph {
  readonly pipeline: Pipeline;
  readonly file: string;
  readonly project: string;
  /** What the command line overrode: `--set train.with.updates=3000`. */
  readonly settings: readonly string[];
  readonly tasks: readonly GraphTask[];
  readonly claims: readonly PlannedClaim[];
}

export interface GraphTask {
  /** `train[tanh,standard]`. */
  readonly id: string;
  /** The instance's name in the pipeline. */
  readonly name: string;
  readonly use: string;
  readonly stage: Stage;
  readonly cell: MatrixCell;
  /** Parameters, defaults filled in. */
  readonly parameters: JsonObject;
  /** Of a stage that reads files outside the store: where from. */
  readonly source?: Source;
  readonly inputs: readonly GraphInput[];
  /** Where the pipeline file says it. */
  readonly from: Located;
}

export interface GraphInput {
  readonly role: string;
  readonly task: GraphTask;
  /** What the reader calls an output → what the maker calls it. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** A claim with its tables: the tasks that make the numbers it speaks of, and the budget that they were given. */
export interface PlannedClaim {
  /** The claim as the pipeline says it, and `budget` where it `needs` one. */
  readonly claim: ResolvedClaim;
  readonly inputs: readonly GraphInput[];
}
