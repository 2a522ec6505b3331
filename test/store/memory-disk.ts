import { basename, dirname } from 'node:path';
import type { Files, FileStatus, NewFile } from '../../src/store/files.js';

/**
 * A disk in memory that promises no more than disks do: a file's bytes are durable once the file is synced, a name once its folder
 * is. When the power goes, each name is what it was at any time since its folder's last sync, and each file has what it had at its
 * last sync, or more, or garbage where that was.
 */
export interface MemoryDisk {
  readonly files: Files;
  /** The disk as it is found when the power is back. `choose(n)` is a whole number from 0 to n − 1. */
  afterPowerLoss(choose: Choose): MemoryDisk;
}

export type Choose = (options: number) => number;

interface Folder {
  readonly kind: 'folder';
  readonly names: Map<string, Entry>;
  /** What each name has stood for since the last sync, oldest first; the first of these is durable. */
  readonly since: Map<string, (Entry | undefined)[]>;
  modified: number;
}

interface Data {
  readonly kind: 'file';
  bytes: Buffer;
  synced: Buffer;
  modified: number;
}

type Entry = Folder | Data;

/** A disk whose clock says 0, or what it is given. */
export function memoryDisk(now: () => number = () => 0, root: Folder = emptyFolder()): MemoryDisk {
  return {
    files: filesIn(root, now),
    afterPowerLoss: (choose) => memoryDisk(now, survivingFolder(root, choose, new Map())),
  };
}

function emptyFolder(): Folder {
  return { kind: 'folder', names: new Map(), since: new Map(), modified: 0 };
}

function survivingFolder(folder: Folder, choose: Choose, known: Map<Data, Data>): Folder {
  const survivor = emptyFolder();
  for (const name of new Set([...folder.names.keys(), ...folder.since.keys()])) {
    const was = folder.since.get(name) ?? [folder.names.get(name)];
    const entry = was[choose(was.length)];
    if (entry?.kind === 'folder') survivor.names.set(name, survivingFolder(entry, choose, known));
    else if (entry !== undefined) survivor.names.set(name, survivingData(entry, choose, known));
  }
  return survivor;
}

/** The same file under all of its names. */
function survivingData(data: Data, choose: Choose, known: Map<Data, Data>): Data {
  const before = known.get(data);
  if (before !== undefined) return before;
  const { bytes, synced, modified } = data;
  const garbled = Buffer.alloc(bytes.length);
  synced.copy(garbled);
  const part = bytes.subarray(0, choose(bytes.length + 1));
  const found = bytes.equals(synced) ? bytes : ([synced, bytes, garbled, part][choose(4)] ?? bytes);
  const survivor: Data = { kind: 'file', bytes: found, synced: found, modified };
  known.set(data, survivor);
  return survivor;
}

function filesIn(root: Folder, now: () => number): Files {
  const entryAt = (path: string): Entry => {
    let entry: Entry = root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      if (entry.kind !== 'folder') throw failure('ENOTDIR', path);
      const next = entry.names.get(name);
      if (next === undefined) throw failure('ENOENT', path);
      entry = next;
    }
    return entry;
  };
  const folderAt = (path: string): Folder => {
    const entry = entryAt(path);
    if (entry.kind !== 'folder') throw failure('ENOTDIR', path);
    return entry;
  };
  const dataAt = (path: string): Data => {
    const entry = entryAt(path);
    if (entry.kind !== 'file') throw failure('EISDIR', path);
    return entry;
  };
  const has = (path: string) => folderAt(dirname(path)).names.has(basename(path));
  const give = (path: string, entry: Entry | undefined): void => {
    const { names, since } = folderAt(dirname(path));
    const name = basename(path);
    since.set(name, [...(since.get(name) ?? [names.get(name)]), entry]);
    if (entry === undefined) names.delete(name);
    else names.set(name, entry);
  };
  const make = (path: string): boolean => {
    if (path === '/' || path === '.') return false;
    const above = make(dirname(path));
    if (!has(path)) give(path, emptyFolder());
    else if (entryAt(path).kind !== 'folder') throw failure('EEXIST', path);
    else return above;
    return true;
  };
  return {
    mkdir: (folder) => atOnce(() => make(folder)),
    list: (folder) => atOnce(() => [...folderAt(folder).names.keys()]),
    stat: (file) => atOnce(() => statusOf(entryAt(file))),
    read: (file) => atOnce(() => Buffer.from(dataAt(file).bytes)),
    async *stream(file) {
      const { bytes } = await atOnce(() => dataAt(file));
      for (let from = 0; from < bytes.length; from += 7) yield bytes.subarray(from, from + 7);
    },
    create: (file) =>
      atOnce(() => {
        if (has(file)) throw failure('EEXIST', file);
        const data: Data = { kind: 'file', bytes: Buffer.alloc(0), synced: Buffer.alloc(0), modified: now() };
        give(file, data);
        return newFile(data, now);
      }),
    rename: (from, to) =>
      atOnce(() => {
        const entry = entryAt(from);
        give(to, entry);
        give(from, undefined);
      }),
    link: (from, to) =>
      atOnce(() => {
        if (has(to)) throw failure('EEXIST', to);
        give(to, dataAt(from));
      }),
    remove: (file) =>
      atOnce(() => {
        dataAt(file);
        give(file, undefined);
      }),
    touch: (file, modified) =>
      atOnce(() => {
        entryAt(file).modified = modified;
      }),
    syncFolder: (folder) =>
      atOnce(() => {
        folderAt(folder).since.clear();
      }),
  };
}

function statusOf(entry: Entry): FileStatus {
  const isFolder = entry.kind === 'folder';
  return { bytes: isFolder ? 0 : entry.bytes.length, modified: entry.modified, isFolder };
}

function newFile(data: Data, now: () => number): NewFile {
  return {
    write: (bytes) =>
      atOnce(() => {
        data.bytes = Buffer.concat([data.bytes, bytes]);
        data.modified = now();
      }),
    sync: () =>
      atOnce(() => {
        data.synced = data.bytes;
      }),
    close: () => Promise.resolve(),
  };
}

/** What work gives, or throws, as a promise. */
function atOnce<Value>(work: () => Value): Promise<Value> {
  return new Promise((resolve) => {
    resolve(work());
  });
}

export function failure(code: string, place: string): Error {
  return Object.assign(new Error(`${code}: ${place}`), { code });
}
