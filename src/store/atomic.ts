import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { nodeFiles, type Files } from './files.js';

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
  files: Files = nodeFiles,
): Promise<void> {
  await place(files, scratch, file, bytes, (temporary) => files.rename(temporary, file));
}

/** The same where no file of that name is there; false, and nothing done, where one is. */
export async function createAtomically(
  scratch: ScratchFolder,
  file: string,
  bytes: Uint8Array | string,
  files: Files = nodeFiles,
): Promise<boolean> {
  try {
    // A link, unlike a rename, never takes another file's place.
    await place(files, scratch, file, bytes, async (temporary) => {
      await files.link(temporary, file);
      await files.remove(temporary);
    });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function place(
  files: Files,
  scratch: ScratchFolder,
  file: string,
  bytes: Uint8Array | string,
  give: (temporary: string) => Promise<void>,
): Promise<void> {
  await files.mkdir(scratch);
  const temporary = join(scratch, randomUUID());
  try {
    await writeSynced(files, temporary, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
    await files.mkdir(dirname(file));
    await give(temporary);
  } catch (error) {
    await ifPresent(files.remove(temporary));
    throw error;
  }
  await files.syncFolder(dirname(file));
}

async function writeSynced(files: Files, file: string, bytes: Uint8Array): Promise<void> {
  const created = await files.create(file);
  try {
    await created.write(bytes);
    await created.sync();
  } finally {
    await created.close();
  }
}

/** The value of a promise that may fail because a file is not there: then undefined. Other failures stay failures. */
export async function ifPresent<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return undefined;
    throw error;
  }
}

/** The code that a disk gives an error; empty where it is another's error. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
