import { setTimeout as delay } from 'node:timers/promises';
import type { Held } from '../store/locks.js';
import type { Leave, Place, Slots } from './slots.js';

/** A task's turn to work: it has a place, and no other run works on its key. */
export interface Turn {
  end(): Promise<void>;
}

/** A lock that nobody holds is had well within this time. */
const promptMilliseconds = 50;

/**
 * Waits for a place, then for the lock. Where another run holds it the place is given to others, and asked for again once the lock
 * is had. Undefined where nothing more is to be started.
 */
export async function turnOf(
  place: Place,
  hold: () => Promise<Held>,
  slots: Slots,
): Promise<Turn | undefined> {
  const leave = await slots.enter(place);
  if (leave === undefined) return undefined;
  const holding = hold().catch(() => undefined);
  const prompt = await Promise.race([
    holding.then(() => true),
    delay(promptMilliseconds, false, { ref: false }),
  ]);
  if (prompt) return turn(leave, await holding);
  leave();
  const held = await holding;
  const again = held === undefined ? undefined : await slots.enter(place);
  if (again === undefined) await held?.release();
  return turn(again, held);
}

/** Undefined where the waiting was ended before there were both. */
function turn(leave: Leave | undefined, held: Held | undefined): Turn | undefined {
  if (leave === undefined) return undefined;
  if (held === undefined) {
    leave();
    return undefined;
  }
  return {
    async end() {
      await held.release();
      leave();
    },
  };
}
