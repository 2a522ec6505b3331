import type { Rank } from './priority.js';

/** What may run at a time. */
export interface Limits {
  readonly jobs: number;
  /** Bytes, of all tasks that run together. One task alone may need more. */
  readonly memory: number;
}

/** Gives back what a task had while it ran. */
export type Leave = () => void;

/** The places for tasks that run. */
export interface Slots {
  /** Waits for a place: one of the first rank first, but a task that does not fit now lets smaller ones pass. Undefined once closed. */
  enter(place: Place): Promise<Leave | undefined>;
  /** Nothing is given a place while it is not known yet what else will ask for one. */
  beforeNext<Value>(work: () => Promise<Value>): Promise<Value>;
  /** No place is given from now on. */
  readonly close: () => void;
}

export interface Place {
  readonly rank: Rank;
  readonly memory: number;
}

interface Asking extends Place {
  readonly give: (leave: Leave | undefined) => void;
}

export function openSlots({ jobs, memory }: Limits): Slots {
  const asking = new Set<Asking>();
  let running = 0;
  let used = 0;
  let undecided = 0;
  let closed = false;
  let expected = false;

  const fits = (place: Place) => running === 0 || (running < jobs && used + place.memory <= memory);
  const first = (): Asking | undefined => {
    let best: Asking | undefined;
    for (const each of asking) if ((best === undefined || each.rank < best.rank) && fits(each)) best = each;
    return best;
  };
  const give = (place: Asking): void => {
    asking.delete(place);
    running++;
    used += place.memory;
    place.give(() => {
      running--;
      used -= place.memory;
      fillSoon();
    });
  };
  const fill = (): void => {
    expected = false;
    for (let next = first(); undecided === 0 && next !== undefined; next = first()) give(next);
  };
  // After everything that follows from what just happened has asked too.
  const fillSoon = (): void => {
    if (!expected) setImmediate(fill);
    expected = true;
  };

  return {
    enter: (place) =>
      new Promise((resolve) => {
        if (closed) {
          resolve(undefined);
          return;
        }
        asking.add({ ...place, give: resolve });
        fillSoon();
      }),
    async beforeNext(work) {
      undecided++;
      try {
        return await work();
      } finally {
        undecided--;
        fillSoon();
      }
    },
    close: () => {
      closed = true;
      for (const each of asking) each.give(undefined);
      asking.clear();
    },
  };
}
