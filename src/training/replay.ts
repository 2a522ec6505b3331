import type { Digest } from '../artifact/digest.js';
import type { Chain, InputArtifact, Observer } from '../stage/contract.js';
import { consume } from './credits.js';
import { agree } from './history.js';
import { onwards$ } from './onwards.js';
import { load, type Prepared } from './prepare.js';
import type { Recorded } from './recorded.js';
import type { Trajectory, TrajectoryRow } from './trajectory.js';

interface Replay {
  readonly prepared: Prepared;
  readonly trajectory: Trajectory;
  /** Where states of the training may be found: the network it ended with, and a hint at others. */
  readonly final: InputArtifact;
  readonly chain: Chain | undefined;
  readonly observer: Observer;
  readonly signal: AbortSignal;
  /** Told each update that was trained again or arrived at. */
  readonly reached: (update: number) => void;
}

type Rows = ReadonlyMap<number, TrajectoryRow>;

/**
 * Shows the states after these updates (recorded ones, in ascending order) to the observer once more, training again from the
 * nearest state that can be had. Throws an Error that names the first
 * recorded update whose state is not what the trajectory says.
 */
export async function replay(setting: Replay, updates: readonly number[]): Promise<void> {
  const { network, initial } = setting.prepared;
  const rows = new Map(setting.trajectory.rows.map((row) => [row.update, row]));
  const states = await statesOf(setting);
  let at = initial;
  for (const update of updates) {
    const nearer = await stateBetween(states, rows, at.row.update, update);
    if (nearer !== undefined) load(network, nearer);
    at = await goOn(setting, rows, nearer ?? at, update);
  }
}

/** A state that may be had: kept on the way, or the one the training ended with. */
interface Kept {
  readonly step: number;
  readonly digest: Digest;
  readonly bytes: () => Promise<Buffer | undefined>;
}

async function statesOf({ final, chain, trajectory }: Replay): Promise<readonly Kept[]> {
  const last = trajectory.rows.at(-1)?.update ?? 0;
  const end: Kept = { step: last, digest: final.digest, bytes: () => final.bytes() };
  if (chain === undefined) return [end];
  const kept = (await chain.states()).map((state) => ({ ...state, bytes: () => chain.bytes(state) }));
  return [...kept, end].sort((a, b) => b.step - a.step);
}

/** The last state that can be had after update `from`, at or before `until`. */
async function stateBetween(
  states: readonly Kept[],
  rows: Rows,
  from: number,
  until: number,
): Promise<Recorded | undefined> {
  for (const { step, digest, bytes } of states) {
    const row = rows.get(step);
    if (step > until || step <= from || row?.digest !== digest) continue;
    const found = await bytes();
    if (found !== undefined) return { row, bytes: found };
  }
  return undefined;
}

async function goOn(setting: Replay, rows: Rows, start: Recorded, until: number): Promise<Recorded> {
  const { prepared, observer, signal, reached } = setting;
  const here: Observer = {
    wants: (update) => update === until,
    measure: (moment) => observer.measure(moment),
  };
  let at = start;
  await consume(onwards$(prepared, start, { until, observers: [here], signal }), ({ update, recorded }) => {
    reached(update);
    if (recorded === undefined) return;
    const before = rows.get(recorded.row.update);
    if (before !== undefined) agree(before, recorded.row);
    at = recorded;
  });
  signal.throwIfAborted();
  if (at.row.update === until) return at;
  throw new Error(
    `the training gets no further than update ${at.row.update}, but ${until} is in its trajectory`,
  );
}
