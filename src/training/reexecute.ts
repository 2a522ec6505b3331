import type { RecordedStretch, Retraced, RetracedStretch, StretchDifference } from '../stage/contract.js';
import { OtherBits } from './history.js';
import type { KeptStates } from './kept.js';
import { load, type Recorded } from './recorded.js';
import { type Again, trainAgain } from './train-again.js';

/**
 * Does stretches of a recorded training again, in their order, each from its own recorded state. That is trained up to from the
 * nearest kept one, or from the stretch before: what lies between is compared too, and a stretch whose beginning does not come
 * out as recorded has not held.
 */
export async function reexecute(
  again: Again,
  kept: KeptStates,
  stretches: readonly RecordedStretch[],
  told: (judged: number) => void,
): Promise<Pick<Retraced, 'stretches' | 'beside'>> {
  const { prepared } = again;
  const judged: RetracedStretch[] = [];
  const walk: Walk = { at: prepared.initial, difference: null, beside: 0 };
  for (const stretch of stretches) {
    const nearer = await kept.between(walk.at?.row.update ?? walk.stoppedAt ?? 0, stretch.from);
    if (nearer !== undefined) {
      load(prepared, nearer);
      walk.at = nearer;
    }
    judged.push({ ...stretch, difference: await goThrough(again, walk, stretch) });
    told(judged.length);
  }
  return { stretches: judged, beside: walk.beside };
}

/** Where the training that is done again is. */
interface Walk {
  /** Undefined after it came out otherwise than recorded. */
  at: Recorded | undefined;
  /** What came out otherwise, and the beginning of the last stretch that was tried then: nothing leads past it but a kept state. */
  difference: StretchDifference | null;
  stoppedAt?: number;
  beside: number;
}

/** What differs in a stretch, or on the way to it from where the training is; null where nothing does. */
async function goThrough(
  again: Again,
  walk: Walk,
  { from, until }: RecordedStretch,
): Promise<StretchDifference | null> {
  if (walk.at === undefined) return walk.difference;
  const updates = [...again.rows.keys()];
  const start = walk.at.row.update;
  try {
    walk.at = await trainAgain(again, walk.at, from);
    walk.beside += updates.filter((update) => update > start && update <= from).length;
    walk.at = await trainAgain(again, walk.at, until);
    return null;
  } catch (error) {
    if (!(error instanceof OtherBits)) throw error;
    const before = updates.findLast((update) => update < error.update) ?? 0;
    walk.at = undefined;
    walk.stoppedAt = from;
    walk.difference = { text: error.message, stretch: { from: before, until: error.update } };
    return walk.difference;
  }
}
