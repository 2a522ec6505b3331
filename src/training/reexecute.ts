import type { RecordedPart, Retraced, RetracedPart, PartDifference } from '../stage/contract.js';
import { OtherBits } from './history.js';
import type { KeptStates } from './kept.js';
import { load, type Recorded } from './recorded.js';
import { type Again, trainAgain } from './train-again.js';

/**
 * Does parts of a recorded training again, in their order, each from its own recorded state. That is trained up to from the nearest
 * kept one, or from the part before: what lies between is compared too, and a part whose beginning does not come out as recorded
 * has not held. `look` is shown the network at the end of each that has, and says what else is not as recorded.
 */
export async function reexecute(
  again: Again,
  kept: KeptStates,
  parts: readonly RecordedPart[],
  told: (judged: number) => void,
  look: (part: RecordedPart) => Promise<PartDifference | null> = () => Promise.resolve(null),
): Promise<Pick<Retraced, 'parts' | 'beside'>> {
  const { prepared } = again;
  const judged: RetracedPart[] = [];
  const walk: Walk = { at: prepared.initial, difference: null, beside: 0 };
  for (const part of parts) {
    const nearer = await kept.between(walk.at?.row.update ?? walk.stoppedAt ?? 0, part.from);
    if (nearer !== undefined) {
      load(prepared, nearer);
      walk.at = nearer;
    }
    judged.push({ ...part, difference: (await goThrough(again, walk, part)) ?? (await look(part)) });
    told(judged.length);
  }
  return { parts: judged, beside: walk.beside };
}

/** Where the training that is done again is. */
interface Walk {
  /** Undefined after it came out otherwise than recorded. */
  at: Recorded | undefined;
  /** What came out otherwise, and the beginning of the last part that was tried then: nothing leads past it but a kept state. */
  difference: PartDifference | null;
  stoppedAt?: number;
  beside: number;
}

/** What differs in a part, or on the way to it from where the training is; null where nothing does. */
async function goThrough(
  again: Again,
  walk: Walk,
  { from, until }: RecordedPart,
): Promise<PartDifference | null> {
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
