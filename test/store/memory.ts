import { dirname } from 'node:path';
import type { Files } from '../../src/store/files.js';

interface MemoryFile {
  bytes: Buffer;
  modified: number;
}

/** A disk in memory: every operation happens at once, at the moment it is asked for. `now` is the clock of who holds the disk. */
export function memoryFiles(now: () => number): Files {
  const files = new Map<string, MemoryFile>();
  const folders = new Map<string, MemoryFile>();

  function entry(path: string): MemoryFile {
    const found = files.get(path) ?? folders.get(path);
    if (found === undefined) throw failure('ENOENT', path);
    return found;
  }
  function file(path: string): MemoryFile {
    const found = files.get(path);
    if (found === undefined) throw failure('ENOENT', path);
    return found;
  }
  function name(path: string, named: MemoryFile): void {
    const folder = folders.get(dirname(path));
    if (folder === undefined) throw failure('ENOENT', path);
    folder.modified = now();
    files.set(path, named);
  }
  const promised = <Arguments extends readonly unknown[], Value>(work: (...given: Arguments) => Value) => {
    // An operation that throws is one that rejects.
    return async (...given: Arguments): Promise<Value> => Promise.resolve(work(...given));
  };

  return {
    mkdir: promised((folder) => {
      const there = folders.has(folder);
      for (let path = folder; !folders.has(path) && dirname(path) !== path; path = dirname(path))
        folders.set(path, { bytes: Buffer.alloc(0), modified: now() });
      return !there;
    }),
    list: promised((folder) => {
      entry(folder);
      const paths = [...files.keys(), ...folders.keys()].filter((path) => dirname(path) === folder);
      return paths.map((path) => path.slice(folder.length + 1));
    }),
    stat: promised((path) => {
      const { bytes, modified } = entry(path);
      return { bytes: bytes.length, modified, isFolder: folders.has(path) };
    }),
    read: promised((path) => file(path).bytes),
    async *stream(path) {
      await Promise.resolve();
      yield file(path).bytes;
    },
    create: promised((path) => {
      if (files.has(path)) throw failure('EEXIST', path);
      const created: MemoryFile = { bytes: Buffer.alloc(0), modified: now() };
      name(path, created);
      return {
        write: promised((bytes) => {
          created.bytes = Buffer.concat([created.bytes, bytes]);
          created.modified = now();
        }),
        sync: () => Promise.resolve(),
        close: () => Promise.resolve(),
      };
    }),
    rename: promised((from, to) => {
      name(to, file(from));
      files.delete(from);
    }),
    link: promised((from, to) => {
      const linked = file(from);
      if (files.has(to)) throw failure('EEXIST', to);
      name(to, linked);
    }),
    remove: promised((path) => {
      file(path);
      files.delete(path);
    }),
    touch: promised((path, modified) => {
      entry(path).modified = modified;
    }),
    syncFolder: () => Promise.resolve(),
  };
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
