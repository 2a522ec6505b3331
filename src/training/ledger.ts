import type { Chain } from '../stage/contract.js';
import { isRecorded } from './grid.js';
import { agree } from './history.js';
import type { Recorded } from './recorded.js';
import { noteOf, type TrajectoryRow } from './trajectory.js';

/** What a training has recorded, and when it is made durable. */
export interface Ledger {
  readonly rows: readonly TrajectoryRow[];
  /** The newest recorded state. */
  newest(): Recorded;
  add(recorded: Recorded): Promise<void>;
  /** Makes the newest state durable that any longer run also records. */
  settle(): Promise<void>;
}

interface LedgerSetting {
  readonly chain: Chain | undefined;
  readonly recordEvery: number;
  /** Every row that the chain's notes hold. */
  readonly noted: readonly TrajectoryRow[];
  /** A state that `noted` leads up to, or that of update 0. */
  readonly start: Recorded;
  /** Milliseconds; says only when states are kept. */
  readonly now: () => number;
}

/**
 * States are kept so often that keeping takes at most half a percent of the time, but not more often than every second: a kill
 * costs that much work (about ten seconds at the paper's size) and one spacing of recorded updates.
 */
const timesItsCost = 200;
const leastMilliseconds = 1000;

/**
 * Only states of the grid are kept, so that every longer run goes through them: a run that ends off the grid is continued from
 * the last grid point before its end, and its last row is in its own trajectory only.
 */
export function openLedger({ chain, recordEvery, noted, start, now }: LedgerSetting): Ledger {
  const known = new Map(noted.map((row) => [row.update, row]));
  const rows = noted.filter(({ update }) => update < start.row.update);
  let unnoted: TrajectoryRow[] = [];
  let newest = start;
  let newestOnGrid = start;
  let kept = start.row.update;
  let due = now() + leastMilliseconds;

  const settle = async (): Promise<void> => {
    const { row, bytes } = newestOnGrid;
    if (chain === undefined || row.update === kept) return;
    const began = now();
    await chain.keep({ step: row.update, digest: row.digest, notes: unnoted.map(noteOf) }, bytes);
    unnoted = [];
    kept = row.update;
    due = now() + Math.max(leastMilliseconds, timesItsCost * (now() - began));
  };
  const add = async (recorded: Recorded): Promise<void> => {
    const { row } = recorded;
    newest = recorded;
    rows.push(row);
    if (!isRecorded(row.update, recordEvery)) return;
    const before = known.get(row.update);
    if (before !== undefined) agree(before, row);
    unnoted.push(row);
    newestOnGrid = recorded;
    if (now() >= due) await settle();
  };
  return { rows, newest: () => newest, add, settle };
}
