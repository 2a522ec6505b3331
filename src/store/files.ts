import { link, mkdir, open, readdir, readFile, rename, stat, unlink, utimes } from 'node:fs/promises';

/**
 * What the store asks of a disk, and all of it: everything in src/store goes through here, so that a disk that fails, fills up or
 * loses its power can be put in its place. Errors have the codes of node:fs (`ENOENT`, `EEXIST`, `ENOSPC`, …).
 */
export interface Files {
  /** Makes a folder and those above it, where they are not there; whether it made any. */
  mkdir(folder: string): Promise<boolean>;
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
  /** Sets the time of a file or folder; milliseconds since 1970. */
  touch(file: string, modified: number): Promise<void>;
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
  mkdir: async (folder) => (await mkdir(folder, { recursive: true })) !== undefined,
  list: (folder) => readdir(folder),
  async stat(file) {
    const found = await stat(file);
    return { bytes: found.size, modified: found.mtimeMs, isFolder: found.isDirectory() };
  },
  read: (file) => readFile(file),
  async *stream(file) {
    const handle = await open(file, 'r');
    try {
      // A stream of node:fs costs more than reading a small file does, and takes a whole piece's memory for it.
      let { size: left } = await handle.stat();
      for (;;) {
        // Where all that is known of was read, one byte is enough to see the end.
        const piece = Buffer.allocUnsafe(Math.max(1, Math.min(left, 1 << 20)));
        const { bytesRead } = await handle.read(piece);
        if (bytesRead === 0) return;
        left -= bytesRead;
        yield piece.subarray(0, bytesRead);
      }
    } finally {
      await handle.close();
    }
  },
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
  async touch(file, modified) {
    await utimes(file, new Date(modified), new Date(modified));
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

/** The value of a promise that may fail because a file is not there: then undefined. Other failures stay failures. */
export async function ifPresent<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  return without(['ENOENT', 'ENOTDIR'], reading);
}

/**
 * The same where a file that cannot be read is as good as one that is not there, since it can be made again: a disk gone bad
 * under it, or a permission gone. That this process has too many files open, say, tells nothing about the file.
 */
export async function ifReadable<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  return without(['ENOENT', 'ENOTDIR', 'EIO', 'EACCES', 'EPERM'], reading);
}

async function without<Value>(codes: readonly string[], reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (codes.includes(errorCode(error))) return undefined;
    throw error;
  }
}

/** The code that node:fs gives an error; empty where it is another's error. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
