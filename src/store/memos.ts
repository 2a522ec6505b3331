import { canonicalJson, type Digest } from '../artifact/digest.js';
import { isJsonObject, type Json } from '../artifact/json.js';
import type { Memo } from '../stage/contract.js';
import { DamagedObject } from './damage.js';
import type { Disk } from './disk.js';
import type { Objects } from './objects.js';
import type { Pointers } from './pointers.js';

/** Small results: a pointer from the key to an object that holds the key and the value, since a pointer alone is not believed. */
export function openMemos({ use }: Disk, objects: Objects, pointers: Pointers): Memo {
  return {
    async recall(key) {
      const digest = await pointers.get('memos', key);
      if (digest === undefined) return undefined;
      await use([pointers.file('memos', key)]);
      try {
        return valueFor(key, (await objects.read(digest)).toString('utf8'));
      } catch (error) {
        if (error instanceof DamagedObject || error instanceof SyntaxError) return undefined;
        throw error;
      }
    },
    async remember(key, value) {
      const digest = await objects.put(Buffer.from(canonicalJson({ key, value })));
      await pointers.set('memos', key, digest);
    },
  };
}

/** Throws SyntaxError where the text is not a memo's. */
function valueFor(key: Digest, text: string): Json | undefined {
  // JSON is a Json by definition.
  const memo = JSON.parse(text) as Json;
  return isJsonObject(memo) && memo.key === key ? memo.value : undefined;
}
