import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where files are written before they get their name: in the same file system, or the rename would not be atomic. */
export type ScratchFolder = string;

/**
 * Writes a file so that its name never stands for other than the whole of its bytes: temporary file, fsync, rename, fsync of
 * the folder. A crash leaves a stray temporary file at worst.
 */
export async function writeAtomically(
  scratch: ScratchFolder,
  file: string,
  bytes: Uint8Array | string,
): Promise<void> {
  await place(scratch, file, bytes, rename);
}

/** The same where no file of that name is there; false, and nothing done, where one is. */
export async function createAtomically(
  scratch: ScratchFolder,
  file: string,
  bytes: Uint8Array | string,
): Promise<boolean> {
  try {
    // A link, unlike a rename, never takes another file's place.
    await place(scratch, file, bytes, async (temporary) => {
      await link(temporary, file);
      await rm(temporary);
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function place(
  scratch: ScratchFolder,
  file: string,
  bytes: Uint8Array | string,
  give: (temporary: string, file: string) => Promise<void>,
): Promise<void> {
  await mkdir(scratch, { recursive: true });
  const temporary = join(scratch, randomUUID());
  try {
    await writeSynced(temporary, bytes);
    await mkdir(dirname(file), { recursive: true });
    await give(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

async function writeSynced(file: string, bytes: Uint8Array | string): Promise<void> {
  await using(await open(file, 'wx'), async (handle) => {
    await handle.writeFile(bytes);
    await handle.sync();
  });
}

/** Makes a rename or a new entry durable. Windows cannot open folders, and does not need to. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using(await open(folder, 'r'), (handle) => handle.sync());
}

async function using(handle: FileHandle, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}

/** The value of a promise that may fail because a file is not there: then undefined. Other failures stay failures. */
export async function ifPresent<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
}
