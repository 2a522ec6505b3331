import { sameJson } from '../artifact/digest.js';
import type { Json, JsonObject } from '../artifact/json.js';
import type { InputArtifact, RecordedStretch } from '../stage/contract.js';
import { nextRecorded } from './grid.js';
import type { Prepared } from './prepare.js';
import { type Course, noteOf, type Trajectory } from './trajectory.js';

/** Every stretch between a row of a trajectory and the next. */
export function stretchesOf({ rows }: Trajectory): readonly RecordedStretch[] {
  return rows.slice(1).map(({ update }, index) => ({ from: rows[index]?.update ?? 0, until: update }));
}

/** The first stretch that two trajectories did not record alike: up to the first row that is not the same. */
export function partingOf(one: Trajectory, other: Trajectory): RecordedStretch | undefined {
  const at = one.rows.findIndex((row, index) => !sameJson(noteOf(row), noteAt(other, index)));
  const update = one.rows[at]?.update ?? other.rows[one.rows.length]?.update;
  if (update === undefined) return undefined;
  const before = at === -1 ? one.rows.length : at;
  return { from: one.rows[before - 1]?.update ?? 0, until: update };
}

function noteAt({ rows }: Trajectory, index: number): Json | undefined {
  const row = rows[index];
  return row === undefined ? undefined : noteOf(row);
}

/**
 * Where a trajectory does not hang together from end to end: it is of this training, begins at the initial network, has every row
 * of its grid, goes as far as was asked, and ends at the final network. Undefined where all that is so.
 */
export function brokenLink(
  { course, rows, failure }: Trajectory,
  { course: asked, initial }: Prepared,
  final: InputArtifact,
  updates: number,
): string | undefined {
  const last = rows.at(-1);
  if (!sameJson(courseOf(course), courseOf(asked)))
    return 'the trajectory is of another training than was asked';
  if (rows[0]?.update !== 0 || rows[0].digest !== initial.row.digest)
    return 'the trajectory does not begin at the initial network';
  const gap = stretchesOf({ course, rows }).find(
    ({ from, until }) => until !== Math.min(nextRecorded(from, asked.recordEvery), last?.update ?? 0),
  );
  if (gap !== undefined) return `the trajectory has no row between updates ${gap.from} and ${gap.until}`;
  if (failure === undefined && last?.update !== updates)
    return `the trajectory ends at update ${last?.update ?? 0}, not ${updates}`;
  if (last?.digest !== final.digest) return 'the trajectory does not end at the final network';
  return undefined;
}

/** Only what a course consists of: a trajectory's description says more. */
function courseOf(course: Course): JsonObject {
  const { data, network, activation, cost, engine, arithmetic, learningRate } = course;
  const { batch, order, seed, recordEvery, layers, rates = null, machine = null } = course;
  return {
    ...{ data, network, rates, activation, cost, engine, arithmetic, learningRate },
    ...{ batch, order, seed, recordEvery, layers, machine },
  };
}
