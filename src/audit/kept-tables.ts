import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { digestOf, type Digest } from '../artifact/digest.js';
import { ifPresent } from '../store/files.js';

/** Tables of this size, in bytes, and smaller ones are kept beside lock files: a clone is to stay small. */
export const largestKept = 512 * 1024;

/** A table that can be read neither here nor beside the lock file. */
export class NotKept extends Error {
  override readonly name = 'NotKept';
}

/** A kept file that holds anything but the bytes that it is named by. */
export class OtherBytesKept extends Error {
  override readonly name = 'OtherBytesKept';
}

/** Where the tables lie that the lock files of a folder of pipelines name. */
export function keptFolderOf(pipelineFile: string): string {
  return join(dirname(pipelineFile), 'tables');
}

/** Named by the SHA-256 of the table, not of the compressed bytes: those are another zlib's to choose. */
export function keptFile(folder: string, digest: Digest): string {
  return join(folder, `${digest}.csv.gz`);
}

/** The bytes of a kept table. Throws NotKept where there are none, OtherBytesKept where there are others. */
export async function readKept(folder: string, digest: Digest): Promise<Buffer> {
  const file = keptFile(folder, digest);
  const name = relative(process.cwd(), file);
  const packed = await ifPresent(readFile(file));
  if (packed === undefined) throw new NotKept(`${name} is not there`);
  const bytes = await unpacked(packed);
  if (bytes !== undefined && digestOf(bytes) === digest) return bytes;
  throw new OtherBytesKept(`${name} does not hold the table that the lock file names by this digest`);
}

/** Undefined of what is not a whole gzip file, or holds more than is ever kept. */
async function unpacked(packed: Buffer): Promise<Buffer | undefined> {
  try {
    return await promisify(gunzip)(packed, { maxOutputLength: largestKept });
  } catch {
    return undefined;
  }
}
