import type { Files } from './files.js';
import type { Leases } from './leases.js';
import type { Machine } from './machine.js';

/**
 * Says that this process uses files, where they are there, and waits while a sweep goes on. Whether they are still there is looked
 * at only afterwards. A sweep puts up its marker before it looks at times, and a run sets times before it looks for markers: so one
 * of the two sees the other (Dekker), whatever the clock does.
 */
export type Use = (files: readonly string[]) => Promise<void>;

const lookAgain = 50;

export function openUse(files: Files, leases: Leases, machine: Machine): Use {
  async function quiet(): Promise<void> {
    for (;;) {
      const sweeps = await leases.seen('sweep');
      const live = sweeps.filter((sweep) => leases.isLive(sweep));
      if (live.length === 0) {
        // So that no other process has to find out again.
        await Promise.all(sweeps.map((dead) => leases.remove(dead)));
        return;
      }
      await machine.sleep(lookAgain);
    }
  }

  return async (used) => {
    const stamp = await leases.stamp();
    // What is not there, or may not be marked, is found out by who verifies it next.
    await Promise.all(used.map((file) => files.touch(file, stamp).catch(() => undefined)));
    await quiet();
  };
}

/** Files that get their names with a time of use, which the clock of a disk far away, or one that jumped back, would not give them. */
export function stamped(files: Files, leases: Leases): Files {
  const mark = async (file: string): Promise<void> => {
    // Damaged bytes that belong to somebody else are moved all the same.
    await files.touch(file, await leases.stamp()).catch(() => undefined);
  };
  return {
    ...files,
    async rename(from, to) {
      await mark(from);
      await files.rename(from, to);
    },
    async link(from, to) {
      await mark(from);
      await files.link(from, to);
    },
  };
}
