import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, stat, unlink, utimes } from 'node:fs/promises';

/**
 * What the store asks of a disk, and all of it: everything in src/store goes through here, so that a disk that fails, fills up or
 * loses its power can be put in its place. Errors have the codes of node:fs (`ENOENT`, `EEXIST`, `ENOSPC`, …).
 */
export interface Files {
  /** Makes a folder and those above it, where they are not there. */
  mkdir(folder: string): Promise<void>;
  /** The names in a folder. */
  list(folder: string): Promise<readonly string[]>;
  stat(file: string): Promise<FileStatus>;
  read(file: string): Promise<Buffer>;
  /** A file's bytes in pieces, for what is too large to be held. */
  stream(file: string): AsyncIterable<Uint8Array>;
  /** A new, empty file; EEXIST where there is one. */
  create(file: string): Promise<NewFile>;
  /** Gives a file another name, at once, in the place of any file that has it. */
  rename(from: string, to: string): Promise<void>;
  /** Gives a file a second name; EEXIST where a file has it. */
  link(from: string, to: string): Promise<void>;
  remove(file: string): Promise<void>;
  /** Sets a file's time to now. */
  touch(file: string): Promise<void>;
  /** Makes what was done to a folder's names durable. */
  syncFolder(folder: string): Promise<void>;
}

export interface FileStatus {
  readonly bytes: number;
  /** Milliseconds since 1970, of the machine that holds the file. */
  readonly modified: number;
  readonly isFolder: boolean;
}

export interface NewFile {
  /** Adds to the file's end. */
  write(bytes: Uint8Array): Promise<void>;
  /** Makes the bytes durable; not the file's name. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export const nodeFiles: Files = {
  async mkdir(folder) {
    await mkdir(folder, { recursive: true });
  },
  list: (folder) => readdir(folder),
  async stat(file) {
    const found = await stat(file);
    return { bytes: found.size, modified: found.mtimeMs, isFolder: found.isDirectory() };
  },
  read: (file) => readFile(file),
  stream: (file) => createReadStream(file, { highWaterMark: 1 << 20 }),
  async create(file) {
    const handle = await open(file, 'wx');
    return {
      write: (bytes) => handle.writeFile(bytes),
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  rename,
  link,
  remove: unlink,
  async touch(file) {
    const now = new Date();
    await utimes(file, now, now);
  },
  async syncFolder(folder) {
    // Windows cannot open folders, and does not need to.
    if (process.platform === 'win32') return;
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};
