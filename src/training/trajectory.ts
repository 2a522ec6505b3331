import type { Digest } from '../artifact/digest.js';
import { isDigest } from '../artifact/digest.js';
import { isJsonObject, type Json, type JsonObject } from '../artifact/json.js';
import type { Column, TableDescription } from '../artifact/table.js';
import { decodeCsv, encodeCsv } from '../artifact/table.js';
import type { Order } from '../data/minibatches.js';
import type { Cost } from '../engine/engine.js';
import type { InputArtifact } from '../stage/contract.js';
import { costTitle, numbers, text } from '../statistics/columns.js';
import type { NetworkSettings } from './network-parameters.js';
import type { OptimiserParameter } from './optimiser.js';
import type { Origin } from './origin.js';

/** A recorded update. The costs are those of the updates since the row before, each before its update; at update 0 null. */
export interface TrajectoryRow {
  readonly update: number;
  readonly cost: number | null;
  readonly errorRate: number | null;
  /** SHA-256 of the state's safetensors bytes. */
  readonly digest: Digest;
}

/** Everything but the code that a trajectory follows from. */
export interface Course extends Origin, NetworkSettings {
  readonly learningRate: number;
  /** Plain descent where it is not said. */
  readonly optimiser?: OptimiserParameter;
  readonly batch: number;
  readonly order: Order;
  readonly seed: number;
  readonly recordEvery: number;
  readonly layers: readonly number[];
  /** On what machine, where the engine's bits depend on it. */
  readonly machine?: JsonObject;
}

/** `failure` says where and why the training ended before its time. */
type TrajectoryDescription = TableDescription & Course & { readonly failure?: string };

export interface Trajectory {
  readonly course: Course;
  readonly failure?: string;
  readonly rows: readonly TrajectoryRow[];
}

export function trajectoryColumns(cost: Cost): readonly Column[] {
  return [
    ...numbers({
      update: 'updates',
      examples: 'training examples seen',
      cost: `${costTitle('mean training cost', cost)} since the row before (NaN at update 0)`,
      errorRate: 'fraction of training examples misclassified since the row before (NaN at update 0)',
    }),
    text('digest', "SHA-256 of the network's safetensors bytes"),
  ];
}

export function encodeTrajectory({ course, failure, rows }: Trajectory): {
  readonly csv: string;
  readonly description: TrajectoryDescription;
} {
  const ended = failure === undefined ? {} : { failure };
  const description = {
    title: 'Training, as recorded',
    columns: trajectoryColumns(course.cost),
    ...course,
    ...ended,
  };
  const cells = rows.map(({ update, cost, errorRate, digest }) => ({
    update,
    examples: update * course.batch,
    cost: cost ?? NaN,
    errorRate: errorRate ?? NaN,
    digest,
  }));
  return { csv: encodeCsv({ description, rows: cells }), description };
}

/** Reads what the stage `train` wrote as `trajectory`. */
export async function readTrajectory(artifact: InputArtifact): Promise<Trajectory> {
  // An input's declaration admits only a train stage's trajectory, whose description is always of this type.
  const description = artifact.description as TrajectoryDescription;
  const table = decodeCsv((await artifact.bytes()).toString('utf8'), description);
  const { failure } = description;
  const rows = table.rows.map((row) =>
    rowOf({
      ...row,
      cost: Number.isNaN(row.cost) ? null : (row.cost ?? null),
      errorRate: Number.isNaN(row.errorRate) ? null : (row.errorRate ?? null),
    }),
  );
  return { course: description, rows, ...(failure === undefined ? {} : { failure }) };
}

export function noteOf({ update, cost, errorRate, digest }: TrajectoryRow): Json {
  return { update, cost, errorRate, digest };
}

/** The row that a note holds. Throws RangeError where it does not hold one. */
export function rowOf(note: Json): TrajectoryRow {
  const { update, cost, errorRate, digest } = isJsonObject(note) ? note : {};
  const known = typeof update === 'number' && typeof digest === 'string' && isDigest(digest);
  if (!known || !isMean(cost) || !isMean(errorRate))
    throw new RangeError('this is not a row of a trajectory');
  return { update, cost, errorRate, digest };
}

function isMean(value: Json | undefined): value is number | null {
  return value === null || typeof value === 'number';
}
