import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Digest } from '../artifact/digest.js';
import type { Artifact } from '../store/records.js';
import { openStore, type Store } from '../store/store.js';

/** A store in which nothing was made before: what is executed in it finds only what was brought there. */
export interface CleanStore {
  readonly store: Store;
  /** Brings an artifact's verified bytes. Throws DamagedObject where the other store does not have them. */
  bring(artifact: Artifact, from: Store): Promise<void>;
  /** Brings the kept states of a chain whose bytes are whole. */
  bringChain(chain: Digest, from: Store): Promise<void>;
  /** Deletes it all. */
  remove(): Promise<void>;
}

/** In the system's folder for temporary files, which TMPDIR names; gone at the latest when this process ends. */
export async function openCleanStore(): Promise<CleanStore> {
  const folder = await mkdtemp(join(tmpdir(), 'samebits-verify-'));
  const store = openStore(folder);
  const atExit = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', atExit);
  return {
    store,
    async bring({ digest }, from) {
      if ((await store.objects.check(digest)) !== undefined)
        await store.objects.put(await from.objects.read(digest));
    },
    async bringChain(key, from) {
      const chain = from.chain(key);
      for (const state of await chain.states()) {
        const bytes = await chain.bytes(state);
        if (bytes !== undefined) await store.chain(key).keep(state, bytes);
      }
    },
    async remove() {
      process.off('exit', atExit);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
