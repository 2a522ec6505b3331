import { join } from 'node:path';
import { isDigest, type Digest } from '../artifact/digest.js';
import { createAtomically, ifPresent, writeAtomically } from './atomic.js';
import type { Files } from './files.js';

/** What a pointer is from: a task's key to its record, a memo's key to its value. */
export type PointerKind = 'tasks' | 'memos';

/** Pointers to records of another version of samebits are in folders of their own, so that no version takes another's away. */
const folders: Readonly<Record<PointerKind, string>> = { tasks: 'tasks-2', memos: 'memos' };

/** From a key to the object that holds what was found for it. The one mutable thing in the store; never trusted further than its form. */
export interface Pointers {
  get(kind: PointerKind, key: Digest): Promise<Digest | undefined>;
  set(kind: PointerKind, key: Digest, to: Digest): Promise<void>;
  /** Sets a pointer that is not there; false where it is there already, perhaps only just. */
  create(kind: PointerKind, key: Digest, to: Digest): Promise<boolean>;
  file(kind: PointerKind, key: Digest): string;
}

export function openPointers(root: string, files: Files): Pointers {
  const scratch = join(root, 'tmp');
  const file = (kind: PointerKind, key: Digest) =>
    join(root, 'pointers', folders[kind], key.slice(0, 2), key.slice(2));
  return {
    async get(kind, key) {
      const text = (await ifPresent(files.read(file(kind, key))))?.toString('utf8').trimEnd();
      return text !== undefined && isDigest(text) ? text : undefined;
    },
    set: (kind, key, to) => writeAtomically(scratch, file(kind, key), `${to}\n`, files),
    create: (kind, key, to) => createAtomically(scratch, file(kind, key), `${to}\n`, files),
    file,
  };
}
