import type { RecordedPart } from '../stage/contract.js';
import { consume } from './credits.js';
import type { KeptStates } from './kept.js';
import { onwards$ } from './onwards.js';
import { load } from './recorded.js';
import { type Again, trainAgain } from './train-again.js';

/**
 * Shows the states after every `every`-th update of a stretch and at its ends. Throws OtherBits where the training does not come as
 * recorded to the stretch's beginning; what it does in the stretch is not judged.
 */
export async function follow(
  again: Again,
  kept: KeptStates,
  { from, until, every }: RecordedPart & { readonly every: number },
  see: (update: number, bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const { prepared, signal, reached } = again;
  const nearest = await kept.between(0, from);
  if (nearest !== undefined) load(prepared, nearest);
  const start = await trainAgain(again, nearest ?? prepared.initial, from);
  const closely = { ...prepared, course: { ...prepared.course, recordEvery: every } };
  await consume(onwards$(closely, start, { until, observers: [], signal }), async ({ update, recorded }) => {
    reached(update);
    if (recorded !== undefined) await see(recorded.row.update, recorded.bytes);
  });
  signal.throwIfAborted();
}
