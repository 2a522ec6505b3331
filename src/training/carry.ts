import type { JsonObject } from '../artifact/json.js';
import type { Chain } from '../stage/contract.js';
import { isRecorded } from './grid.js';
import { agree, notedRows } from './history.js';
import { byUpdate } from './kept.js';
import { noteOf, type Trajectory } from './trajectory.js';

/**
 * Gives another chain the kept states that a trajectory records, with its rows as their notes and a mark of where they come from: whatever else the old chain says,
 * or how far it goes, stays behind. Throws OtherBits where the other chain has been another way already.
 */
export async function carry(
  { course: { recordEvery }, rows: all }: Trajectory,
  from: Chain,
  to: Chain,
  carriedOver: JsonObject,
): Promise<void> {
  const rows = all.filter(({ update }) => isRecorded(update, recordEvery));
  const recorded = byUpdate(rows);
  for (const row of notedRows(await to.states())) {
    const before = recorded.get(row.update);
    if (before !== undefined) agree(before, row);
  }
  let noted = -1;
  for (const { step, digest } of await from.states()) {
    const bytes =
      recorded.get(step)?.digest === digest ? await from.bytes({ step, digest, notes: [] }) : undefined;
    if (bytes === undefined) continue;
    const notes = rows.filter(({ update }) => update > noted && update <= step).map(noteOf);
    await to.keep({ step, digest, notes, carriedOver }, bytes);
    noted = step;
  }
}

/** Says no more of the states up to an update that other code made them. */
export async function unmark(chain: Chain, until: number): Promise<void> {
  for (const { step, digest, notes, carriedOver } of await chain.states())
    if (carriedOver !== undefined && step <= until) await chain.keep({ step, digest, notes });
}
