import { digestOf, sameJson } from '../artifact/digest.js';
import type { Json, JsonObject } from '../artifact/json.js';
import type { InputArtifact, RecordedPart } from '../stage/contract.js';
import { nextRecorded } from './grid.js';
import type { Prepared } from './prepare.js';
import { type Course, noteOf, type Trajectory } from './trajectory.js';
import type { Written } from './written.js';

/** Every stretch between a row of a trajectory and the next. */
export function stretchesOf({ rows }: Pick<Trajectory, 'rows'>): readonly RecordedPart[] {
  return rows.slice(1).map(({ update }, index) => ({ from: rows[index]?.update ?? 0, until: update }));
}

/** The first stretch that two trajectories did not record alike: up to the first row that is not the same. */
export function partingOf(one: Trajectory, other: Trajectory): RecordedPart | undefined {
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

/** A recorded training, as it was asked and as it was written. */
interface Whole {
  readonly trajectory: Trajectory;
  readonly prepared: Prepared;
  readonly outputs: Readonly<Record<'network' | 'trajectory', InputArtifact>>;
  /** How far it was asked to go. */
  readonly updates: number;
  /** What is written of a training with this trajectory. */
  readonly written: Written;
}

/**
 * Where a trajectory does not hang together from end to end: it is of this training, begins at the initial network, has every row
 * of its grid once, goes as far as was asked, ends at the final network, and says nothing besides. Undefined where all that is so.
 */
export function brokenLink(whole: Whole): string | undefined {
  const { trajectory, prepared, outputs, written } = whole;
  const [first] = trajectory.rows;
  if (!sameJson(courseOf(trajectory.course), courseOf(prepared.course)))
    return 'the trajectory is of another training than was asked';
  if (first === undefined || !sameJson(noteOf(first), noteOf(prepared.initial.row)))
    return 'the trajectory does not begin at the initial network';
  const wrong = missingRow(whole) ?? wrongEnd(whole);
  if (wrong !== undefined) return wrong;
  if (
    outputs.trajectory.digest !== digestOf(written.trajectory.csv) ||
    !sameJson(outputs.trajectory.description, written.trajectory.description)
  )
    return 'the trajectory says something else than is written of its rows';
  if (!sameJson(outputs.network.description, written.network))
    return "the final network's description is another than is written of this training";
  return undefined;
}

function missingRow({ trajectory, prepared }: Whole): string | undefined {
  const last = trajectory.rows.at(-1)?.update ?? 0;
  const { recordEvery } = prepared.course;
  const gap = stretchesOf(trajectory).find(
    ({ from, until }) => until <= from || until !== Math.min(nextRecorded(from, recordEvery), last),
  );
  if (gap === undefined) return undefined;
  return gap.until <= gap.from
    ? `the trajectory has update ${gap.until} after update ${gap.from}`
    : `the trajectory has no row between updates ${gap.from} and ${gap.until}`;
}

function wrongEnd({ trajectory: { rows, failure }, outputs, updates }: Whole): string | undefined {
  const { update = 0, digest } = rows.at(-1) ?? {};
  if (failure === undefined && update !== updates)
    return `the trajectory ends at update ${update}, not ${updates}`;
  if (failure !== undefined && update >= updates)
    return `the trajectory ends before its time by what it says, but goes to update ${update} of ${updates}`;
  return digest === outputs.network.digest ? undefined : 'the trajectory does not end at the final network';
}

/** Only what a course consists of: a trajectory's description says more. */
function courseOf(course: Course): JsonObject {
  const { data, network, activation, cost, engine, arithmetic, learningRate } = course;
  const { batch, order, seed, recordEvery, layers } = course;
  const { rates = null, machine = null, optimiser = null, normalisation = null } = course;
  return {
    ...{ data, network, rates, activation, cost, engine, arithmetic, learningRate },
    ...{ batch, order, seed, recordEvery, layers, machine, optimiser, normalisation },
  };
}
