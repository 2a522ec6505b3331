import type { Held } from '../store/locks.js';
import type { Leave, Place, Slots } from './slots.js';

/** A task's turn to work: it has a place, and no other run works on its key. */
export interface Turn {
  end(): Promise<void>;
}

/**
 * Waits for a place, then for the lock. Where another run holds it the place is given to others, and asked for again once the lock
 * is had. Undefined where nothing more is to be started.
 */
export async function turnOf(
  place: Place,
  hold: (waits: () => void) => Promise<Held>,
  slots: Slots,
): Promise<Turn | undefined> {
  const first = await slots.enter(place);
  if (first === undefined) return undefined;
  let leave: Leave | undefined = first;
  const held = await orEnded(
    hold(() => {
      first();
      leave = undefined;
    }),
  );
  if (held !== undefined) leave ??= await slots.enter(place);
  return turn(leave, held);
}

/** Waiting for a lock ends with the run. */
async function orEnded(holding: Promise<Held>): Promise<Held | undefined> {
  try {
    return await holding;
  } catch {
    return undefined;
  }
}

/** Undefined, and nothing kept, where the waiting was ended before there were both. */
async function turn(leave: Leave | undefined, held: Held | undefined): Promise<Turn | undefined> {
  if (leave === undefined || held === undefined) {
    leave?.();
    await held?.release();
    return undefined;
  }
  return {
    async end() {
      await held.release();
      leave();
    },
  };
}
