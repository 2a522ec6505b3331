import { canonicalJson, type Digest } from '../artifact/digest.js';
import type { Json } from '../artifact/json.js';
import type { Chain, Memo } from '../stage/contract.js';
import { openChain } from './chains.js';
import { DamagedObject, openObjects, type Objects } from './objects.js';
import { openPointers } from './pointers.js';
import { nodeFiles, type Files } from './files.js';
import { openRecords, type Records } from './records.js';
import { openLastRuns, type LastRuns } from './last-runs.js';

/**
 * Where artifacts live. Nothing in it is believed because it is there: bytes are verified when they are read. Two processes
 * may write at once, since a key's bytes are determined and every write is atomic.
 */
export interface Store {
  readonly root: string;
  readonly objects: Objects;
  readonly records: Records;
  readonly memo: Memo;
  readonly lastRuns: LastRuns;
  chain(key: Digest): Chain;
}

export function openStore(root: string, files: Files = nodeFiles): Store {
  const objects = openObjects(root, files);
  const pointers = openPointers(root, files);
  const memo: Memo = {
    async recall(key) {
      const digest = await pointers.get('memos', key);
      if (digest === undefined) return undefined;
      try {
        // Verified bytes that `remember` wrote.
        return JSON.parse((await objects.read(digest)).toString('utf8')) as Json;
      } catch (error) {
        if (error instanceof DamagedObject) return undefined;
        throw error;
      }
    },
    async remember(key, value) {
      await pointers.set('memos', key, await objects.put(Buffer.from(canonicalJson(value))));
    },
  };
  return {
    root,
    objects,
    records: openRecords(root, files, pointers),
    memo,
    lastRuns: openLastRuns(root, files),
    chain: (key) => openChain(root, files, key),
  };
}
