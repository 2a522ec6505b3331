import type { JsonObject } from '../artifact/json.js';
import { failureMark } from '../stage/cell.js';
import { artifactOf, onlyInput, type StageContext } from '../stage/contract.js';
import type { Prepared } from './prepare.js';
import { encodeTrajectory, type TrajectoryRow } from './trajectory.js';

/** What the stage `train` writes besides the final network's bytes. */
export interface Written {
  /** The description of the artifact `network`. */
  readonly network: JsonObject;
  readonly trajectory: { readonly csv: string; readonly description: JsonObject };
}

/** Of a training that recorded these rows, the last of them its end; `failure` says why it ended before its time. */
export function writtenOf(
  inputs: StageContext['inputs'],
  { course, range }: Pick<Prepared, 'course' | 'range'>,
  rows: readonly TrajectoryRow[],
  failure: string | undefined,
): Written {
  const initial = artifactOf(onlyInput(inputs, 'network'), 'network').description;
  const { activation, cost, normalisation, layers } = course;
  const ended = failure === undefined ? {} : { failure };
  const marks = { ...failureMark(inputs), ...ended };
  const { update: updates = 0 } = rows.at(-1) ?? {};
  const { csv, description } = encodeTrajectory({ course, rows, ...ended });
  return {
    network: {
      // A failure of the training that made the initial network is told as one of an input.
      ...Object.fromEntries(Object.entries(initial).filter(([name]) => name !== 'failure')),
      title: `Network after ${updates} updates`,
      ...{ layers, activation, cost, range, updates },
      ...(normalisation === undefined ? {} : { normalisation }),
      ...marks,
    },
    trajectory: { csv, description: { ...description, ...marks } },
  };
}
