import type { Chain, InputArtifact, Observer } from '../stage/contract.js';
import { byUpdate, keptStates } from './kept.js';
import type { Prepared } from './prepare.js';
import { load } from './recorded.js';
import { trainAgain } from './train-again.js';
import type { Trajectory } from './trajectory.js';

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

/**
 * Shows the states after these updates (recorded ones, in ascending order) to the observer once more, training again from the
 * nearest state that can be had. Throws OtherBits, which names the first recorded update that is not as the trajectory says.
 */
export async function replay(
  { prepared, trajectory, final, chain, observer, signal, reached }: Replay,
  updates: readonly number[],
): Promise<void> {
  const again = { prepared, rows: byUpdate(trajectory.rows), signal, reached };
  const kept = await keptStates(again.rows, final, chain);
  let at = prepared.initial;
  for (const update of updates) {
    const nearer = await kept.between(at.row.update, update);
    if (nearer !== undefined) load(prepared, nearer);
    const here: Observer = {
      wants: (measured) => measured === update,
      measure: (moment) => observer.measure(moment),
    };
    at = await trainAgain(again, nearer ?? at, update, [here]);
  }
}
