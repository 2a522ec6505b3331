/** How many updates are done before the event loop has its turn. Decided by time, so nothing else may depend on it. */
export interface Pace {
  updates(): number;
  took(updates: number, milliseconds: number): void;
}

/** Aims at half of the 200 ms within which heartbeats, messages and aborts are to be served. */
const targetMilliseconds = 100;

/** Starts at one update and at most doubles from chunk to chunk; never more than `most` updates. */
export function steadyPace(most: number): Pace {
  let size = 1;
  return {
    updates: () => size,
    took: (updates, milliseconds) => {
      const fitting = Math.floor((updates * targetMilliseconds) / Math.max(milliseconds, 0.001));
      size = Math.max(1, Math.min(fitting, 2 * size, most));
    },
  };
}
