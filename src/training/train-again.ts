import type { Observer } from '../stage/contract.js';
import { consume } from './credits.js';
import { agree, OtherBits } from './history.js';
import type { Rows } from './kept.js';
import { onwards$ } from './onwards.js';
import type { Prepared } from './prepare.js';
import type { Recorded } from './recorded.js';

export interface Again {
  readonly prepared: Prepared;
  /** What was recorded. */
  readonly rows: Rows;
  readonly signal: AbortSignal;
  /** Told each update that was trained again or arrived at. */
  readonly reached: (update: number) => void;
}

/**
 * Trains again from a recorded state, which the network holds, to a later recorded update, and compares every row on the way.
 * Throws OtherBits at the first that is not as recorded.
 */
export async function trainAgain(
  { prepared, rows, signal, reached }: Again,
  start: Recorded,
  until: number,
  observers: readonly Observer[] = [],
): Promise<Recorded> {
  let at = start;
  await consume(onwards$(prepared, start, { until, observers, signal }), ({ update, recorded }) => {
    reached(update);
    if (recorded === undefined) return;
    const before = rows.get(recorded.row.update);
    if (before !== undefined) agree(before, recorded.row);
    at = recorded;
  });
  signal.throwIfAborted();
  if (at.row.update === until) return at;
  throw new OtherBits(
    `the training gets no further than update ${at.row.update}, but ${until} is in its trajectory`,
  );
}
