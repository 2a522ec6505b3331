import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Digest } from '../artifact/digest.js';
import { errorCode, ifPresent, type Files } from './files.js';
import { idIn, type Lease } from './lease.js';
import type { Leases } from './leases.js';
import type { Machine } from './machine.js';

export interface Held {
  release(): Promise<void>;
}

/** Who holds the lock of a key works on it. Saves double work; nothing else depends on it. */
export interface Locks {
  /**
   * Waits while a live process holds the key's lock. Where the store cannot be written there are no locks, and nobody waits.
   * Throws the signal's reason once it is aborted. `waits` is called once it is known that there is a wait.
   */
  hold(key: Digest, signal: AbortSignal, waits?: () => void): Promise<Held>;
}

const lookAgain = 100;

const notHeld: Held = { release: () => Promise.resolve() };

/**
 * A lock is its owner's lease under a second name, `locks/KEY`: whole from its first moment. No library: proper-lockfile compares
 * a file's time with the clock, so that a clock that jumps kills a live owner's lock or keeps a dead one's.
 */
export function openLocks(root: string, files: Files, leases: Leases, machine: Machine): Locks {
  const folder = join(root, 'locks');

  async function create(file: string, lease: Lease): Promise<boolean> {
    try {
      await files.link(lease.file, file);
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    }
  }

  /** Undefined where nobody holds the lock; empty where what is there is no lease. */
  async function ownerOf(file: string): Promise<string | undefined> {
    const bytes = await ifPresent(files.read(file));
    return bytes === undefined ? undefined : idIn(bytes.toString('utf8'));
  }

  async function isDead(owner: string): Promise<boolean> {
    const lease = await leases.find(owner);
    return lease === undefined || !leases.isLive(lease);
  }

  /** Another who waits may have been faster, and its lock be the one that was moved: it is put back. */
  async function takeAway(file: string, dead: string): Promise<void> {
    const aside = `${file}.${randomUUID()}`;
    await ifPresent(files.rename(file, aside));
    const moved = await ownerOf(aside);
    if (moved !== undefined && moved !== dead) await files.link(aside, file).catch(() => undefined);
    await ifPresent(files.remove(aside));
  }

  async function acquire(file: string, lease: Lease, signal: AbortSignal, waits: () => void): Promise<void> {
    await files.mkdir(folder);
    let waiting = false;
    while (!(await create(file, lease))) {
      signal.throwIfAborted();
      const owner = await ownerOf(file);
      if (owner !== undefined && (await isDead(owner))) await takeAway(file, owner);
      else if (owner !== undefined) {
        if (!waiting) waits();
        waiting = true;
        await machine.sleep(lookAgain, signal);
      }
    }
  }

  return {
    async hold(key, signal, waits = () => undefined) {
      const file = join(folder, key);
      const lease = await leases.share('');
      if (lease === undefined) return notHeld;
      try {
        await acquire(file, lease, signal, waits);
      } catch {
        await lease.release();
        signal.throwIfAborted();
        return notHeld;
      }
      return {
        async release() {
          // Nobody takes a live owner's lock away; should it have been, another's is left.
          if ((await ownerOf(file).catch(() => undefined)) === lease.id)
            await files.remove(file).catch(() => undefined);
          await lease.release();
        },
      };
    },
  };
}
