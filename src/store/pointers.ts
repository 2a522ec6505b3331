import { join } from 'node:path';
import { isDigest, type Digest } from '../artifact/digest.js';
import type { Disk } from './disk.js';
import { ifReadable } from './files.js';

/** What a pointer is from: a task's key to its record, a memo's key to its value. */
export type PointerKind = 'tasks' | 'memos';

/** Pointers to records of another version of samebits are in folders of their own, so that no version takes another's away. */
const folders: Readonly<Record<PointerKind, string>> = { tasks: 'tasks-2', memos: 'memos' };

/** Whether a folder in pointers/ holds those of tasks, of whatever version. */
export function isOfTasks(folder: string): boolean {
  return /^tasks(-\d+)?$/.test(folder);
}

/** From a key to the object that holds what was found for it. The one mutable thing in the store; never trusted further than its form. */
export interface Pointers {
  get(kind: PointerKind, key: Digest): Promise<Digest | undefined>;
  set(kind: PointerKind, key: Digest, to: Digest): Promise<void>;
  /** Sets a pointer that is not there; false where it is there already, perhaps only just. */
  create(kind: PointerKind, key: Digest, to: Digest): Promise<boolean>;
  file(kind: PointerKind, key: Digest): string;
  /** The pointers that a task's key has, this version of samebits' first; without an id where one is damaged. */
  ofAnyVersion(key: Digest): Promise<readonly { readonly id: Digest | undefined; readonly file: string }[]>;
}

export function openPointers({ root, files, writer }: Disk): Pointers {
  const file = (kind: PointerKind, key: Digest) =>
    join(root, 'pointers', folders[kind], key.slice(0, 2), key.slice(2));
  const read = async (path: string) => {
    const text = (await ifReadable(files.read(path)))?.toString('utf8').trimEnd();
    return text === undefined ? undefined : { id: isDigest(text) ? text : undefined, file: path };
  };
  return {
    async get(kind, key) {
      return (await read(file(kind, key)))?.id;
    },
    set: (kind, key, to) => writer.replace(file(kind, key), `${to}\n`),
    create: (kind, key, to) => writer.create(file(kind, key), `${to}\n`),
    file,
    async ofAnyVersion(key) {
      const names = (await ifReadable(files.list(join(root, 'pointers')))) ?? [];
      const others = names.filter((name) => isOfTasks(name) && name !== folders.tasks).sort();
      const pointers = [folders.tasks, ...others].map((name) =>
        read(join(root, 'pointers', name, key.slice(0, 2), key.slice(2))),
      );
      return (await Promise.all(pointers)).filter((pointer) => pointer !== undefined);
    },
  };
}
