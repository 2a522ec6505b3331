import type { Chain, ChainState } from '../stage/contract.js';
import { nextRecorded } from './grid.js';
import type { Recorded } from './recorded.js';
import { rowOf, type TrajectoryRow } from './trajectory.js';

/** Every row that a chain's notes hold, in order. Throws where two runs noted different things of one update. */
export function notedRows(states: readonly ChainState[]): readonly TrajectoryRow[] {
  const rows = new Map<number, TrajectoryRow>();
  for (const row of states.flatMap(({ notes }) => notes.map(rowOf))) {
    const before = rows.get(row.update);
    if (before !== undefined) agree(before, row);
    rows.set(row.update, row);
  }
  return [...rows.values()].sort((a, b) => a.update - b.update);
}

/** The same training, done again, came out otherwise. */
export class OtherBits extends Error {
  override readonly name = 'OtherBits';
}

/** Throws OtherBits where an update that was reached before has now another state, cost or error rate. */
export function agree(before: TrajectoryRow, now: TrajectoryRow): void {
  const other = (['digest', 'cost', 'errorRate'] as const).find((part) => before[part] !== now[part]);
  if (other === undefined) return;
  const what = { digest: 'state', cost: 'cost', errorRate: 'error rate' }[other];
  throw new OtherBits(
    `the ${what} after update ${now.update} is not what it was before (${now[other]} against ${before[other]}): the same training gave other bits`,
  );
}

/**
 * The newest kept state at or before update `until` whose bytes can be had and whose rows are complete: a training
 * continued from it has the bits and the rows of one that was never interrupted.
 */
export async function newestState(
  chain: Chain,
  rows: readonly TrajectoryRow[],
  until: number,
  recordEvery: number,
): Promise<Recorded | undefined> {
  const complete = completeTo(rows, recordEvery);
  const states = (await chain.states()).filter(({ step }) => step <= Math.min(until, complete));
  for (const state of [...states].sort((a, b) => b.step - a.step)) {
    const row = rows.find(({ update, digest }) => update === state.step && digest === state.digest);
    const bytes = row === undefined ? undefined : await chain.bytes(state);
    if (row !== undefined && bytes !== undefined) return { row, bytes };
  }
  return undefined;
}

/** The last update up to which no recorded row is missing; −1 where even that of update 0 is. */
function completeTo(rows: readonly TrajectoryRow[], recordEvery: number): number {
  let complete = -1;
  for (const { update } of rows) {
    if (update !== (complete < 0 ? 0 : nextRecorded(complete, recordEvery))) break;
    complete = update;
  }
  return complete;
}
