import { existsSync } from 'node:fs';
import { inUse } from '../run/in-use.js';
import type { Store } from '../store/store.js';

/** Reads a store under a lease: what is found there stays until the work is done, whatever `samebits gc` takes away meanwhile. */
export async function reading<Value>(
  store: Store,
  doing: string,
  work: (store: Store) => Promise<Value>,
): Promise<Value> {
  // On a fresh clone there is no store, and none is begun.
  const lease = existsSync(store.root) ? await store.lease(doing) : undefined;
  try {
    return await work(inUse(store));
  } finally {
    await lease?.release();
  }
}
