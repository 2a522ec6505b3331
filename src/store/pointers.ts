import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDigest, type Digest } from '../artifact/digest.js';
import { createAtomically, ifPresent, writeAtomically } from './atomic.js';

/** What a pointer is from: a task's key to its record, a memo's key to its value. */
export type PointerKind = 'tasks' | 'memos';

/** From a key to the object that holds what was found for it. The one mutable thing in the store; never trusted further than its form. */
export interface Pointers {
  get(kind: PointerKind, key: Digest): Promise<Digest | undefined>;
  set(kind: PointerKind, key: Digest, to: Digest): Promise<void>;
  /** Sets a pointer that is not there; false where it is there already, perhaps only just. */
  create(kind: PointerKind, key: Digest, to: Digest): Promise<boolean>;
  file(kind: PointerKind, key: Digest): string;
}

export function openPointers(root: string): Pointers {
  const file = (kind: PointerKind, key: Digest) =>
    join(root, 'pointers', kind, key.slice(0, 2), key.slice(2));
  return {
    async get(kind, key) {
      const text = (await ifPresent(readFile(file(kind, key), 'utf8')))?.trimEnd();
      return text !== undefined && isDigest(text) ? text : undefined;
    },
    set: (kind, key, to) => writeAtomically(join(root, 'tmp'), file(kind, key), `${to}\n`),
    create: (kind, key, to) => createAtomically(join(root, 'tmp'), file(kind, key), `${to}\n`),
    file,
  };
}
