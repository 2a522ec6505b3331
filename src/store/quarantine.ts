import { dirname, join } from 'node:path';
import { ifPresent, ifReadable, type Files } from './files.js';

/** How a file that was made again differs from the one that was set aside. */
export interface Repair {
  /** How many bytes the one has otherwise than the other, or has and the other has not. */
  readonly differing: number;
  /** How many bytes there are now. */
  readonly bytes: number;
}

/** Bytes that are not what their name says, kept where they harm nobody and can be looked at. */
export interface Quarantine {
  /**
   * Gives wrong bytes a name in quarantine/. Their other name stays with them until right bytes take it: taking it away could
   * take away right bytes that another process has just put there. Where this fails, the wrong bytes are only lost.
   */
  setAside(file: string, name: string): Promise<void>;
  /** What was wrong with the bytes that were set aside; undefined where none are. */
  repairOf(file: string, name: string): Promise<Repair | undefined>;
}

export function openQuarantine(root: string, files: Files): Quarantine {
  const place = (name: string) => join(root, 'quarantine', name);
  return {
    async setAside(file, name) {
      try {
        await files.mkdir(dirname(place(name)));
        await ifPresent(files.remove(place(name)));
        await files.link(file, place(name));
      } catch {
        // What cannot be set aside is replaced all the same.
      }
    },
    async repairOf(file, name) {
      const bad = await ifReadable(files.stat(place(name)));
      const good = await ifReadable(files.stat(file));
      if (bad === undefined || good === undefined) return undefined;
      const shared = await differingIn(files.stream(place(name)), files.stream(file));
      return { differing: shared + Math.abs(bad.bytes - good.bytes), bytes: good.bytes };
    },
  };
}

/** How many bytes differ at the same place, as far as both go. */
async function differingIn(
  left: AsyncIterable<Uint8Array>,
  right: AsyncIterable<Uint8Array>,
): Promise<number> {
  const rights = right[Symbol.asyncIterator]();
  let [rest, differing]: [Uint8Array, number] = [new Uint8Array(), 0];
  for await (let chunk of left) {
    while (chunk.length > 0) {
      if (rest.length === 0) {
        const next = await rights.next();
        if (next.done === true) return differing;
        rest = next.value;
      }
      const length = Math.min(chunk.length, rest.length);
      for (let i = 0; i < length; i++) if (chunk[i] !== rest[i]) differing++;
      [chunk, rest] = [chunk.subarray(length), rest.subarray(length)];
    }
  }
  await rights.return?.();
  return differing;
}
