import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { digestOf, type Digest } from '../artifact/digest.js';
import { digestOfChunks } from '../artifact/file-digest.js';
import { DamagedObject, type Damage } from './damage.js';
import type { Disk } from './disk.js';
import { DiskError } from './disk-error.js';
import { errorCode, ifPresent, ifReadable } from './files.js';
import type { Repair } from './quarantine.js';

/** Immutable bytes named by their SHA-256. Reading changes nothing; wrong bytes are replaced by who makes them again. */
export interface Objects {
  /** Durable when the promise is kept. Bytes in pieces are never held together. */
  put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Digest>;
  /** The verified bytes. Throws DamagedObject where they are missing, wrong or cannot be read. */
  read(digest: Digest): Promise<Buffer>;
  /** The bytes in pieces, for what is too large to be held: throws DamagedObject at their end where they were wrong. */
  stream(digest: Digest): AsyncIterable<Uint8Array>;
  /** Whether the verified bytes are there already; they then stay as long as if they had been put. */
  holds(digest: Digest): Promise<boolean>;
  /** What is wrong with an object, or undefined where its bytes match its name. */
  check(digest: Digest): Promise<Damage | undefined>;
  /** What was wrong with the bytes that these took the place of; undefined where that is not known. */
  repairOf(digest: Digest): Promise<Repair | undefined>;
  file(digest: Digest): string;
}

export function openObjects({ root, files, writer, quarantine, use }: Disk): Objects {
  const file = (digest: Digest) => join(root, 'objects', digest.slice(0, 2), digest.slice(2));

  async function check(digest: Digest): Promise<Damage | undefined> {
    try {
      const found = await ifPresent(digestOfChunks(files.stream(file(digest))));
      if (found === digest) return undefined;
      return found === undefined ? { kind: 'missing' } : await otherBytes(digest);
    } catch (error) {
      return unreadable(error);
    }
  }

  async function otherBytes(digest: Digest): Promise<Damage> {
    const { bytes } = (await ifReadable(files.stat(file(digest)))) ?? { bytes: 0 };
    return { kind: 'other bytes', bytes };
  }

  async function read(digest: Digest): Promise<Buffer> {
    const bytes = await ifReadable(files.read(file(digest)));
    if (bytes !== undefined && digestOf(bytes) === digest) return bytes;
    const damage = await check(digest);
    // Another process may have made it again in the meantime.
    if (damage === undefined) return read(digest);
    throw new DamagedObject(digest, damage);
  }

  /** Whether the object is there, whole and for good. If not, its name is free for right bytes. */
  async function isThere(digest: Digest): Promise<boolean> {
    await use([file(digest)]);
    const damage = await check(digest);
    if (damage === undefined) await writer.settle(file(digest));
    else if (damage.kind !== 'missing') await quarantine.setAside(file(digest), digest);
    return damage === undefined;
  }

  async function putPieces(pieces: AsyncIterable<Uint8Array>): Promise<Digest> {
    const hash = createHash('sha256');
    await writer.name(hashed(pieces, hash), async () =>
      (await isThere(digestIn(hash))) ? undefined : file(digestIn(hash)),
    );
    return digestIn(hash);
  }

  return {
    file,
    check,
    holds: isThere,
    repairOf: (digest) => quarantine.repairOf(file(digest), digest),
    async put(content) {
      if (!(content instanceof Uint8Array)) return putPieces(content);
      const digest = digestOf(content);
      if (!(await isThere(digest))) await writer.replace(file(digest), content);
      return digest;
    },
    read,
    async *stream(digest) {
      const hash = createHash('sha256');
      try {
        yield* hashed(files.stream(file(digest)), hash);
      } catch (error) {
        throw new DamagedObject(digest, missing(error) ?? unreadable(error));
      }
      if (digestIn(hash) !== digest) throw new DamagedObject(digest, await otherBytes(digest));
    },
  };
}

async function* hashed(
  pieces: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

/** Of what was hashed so far. */
function digestIn(hash: ReturnType<typeof createHash>): Digest {
  // A SHA-256 in hexadecimal is a Digest by definition.
  return hash.copy().digest('hex') as Digest;
}

function missing(error: unknown): Damage | undefined {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error)) ? { kind: 'missing' } : undefined;
}

/** A file that cannot be read can be made again; that this process has too many files open, say, tells nothing about it. */
function unreadable(error: unknown): Damage {
  if (error instanceof DiskError && ['EIO', 'EACCES', 'EPERM'].includes(error.code))
    return { kind: 'unreadable', why: error.message };
  throw error;
}
