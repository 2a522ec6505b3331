import { join } from 'node:path';
import { digestOf, type Digest } from '../artifact/digest.js';
import { digestOfChunks } from '../artifact/file-digest.js';
import { ifPresent, writeAtomically } from './atomic.js';
import type { Files } from './files.js';
import { setAside } from './quarantine.js';

/** Immutable bytes named by their SHA-256. */
export interface Objects {
  put(bytes: Uint8Array): Promise<Digest>;
  /** The verified bytes. Throws DamagedObject where they are missing or wrong; wrong ones are moved aside. */
  read(digest: Digest): Promise<Buffer>;
  /** What is wrong with an object, or undefined where its bytes match its name. Changes nothing. */
  check(digest: Digest): Promise<Damage | undefined>;
  file(digest: Digest): string;
}

export type Damage = 'missing' | 'other bytes than its name says';

export class DamagedObject extends Error {
  override readonly name = 'DamagedObject';
  readonly digest: Digest;

  constructor(digest: Digest, damage: Damage) {
    super(
      `object ${digest.slice(0, 12)}…: ${damage}${damage === 'missing' ? '' : '; moved to quarantine/'}. Run again: what made it will be rebuilt.`,
    );
    this.digest = digest;
  }
}

export function openObjects(root: string, files: Files): Objects {
  const scratch = join(root, 'tmp');
  const file = (digest: Digest) => join(root, 'objects', digest.slice(0, 2), digest.slice(2));

  async function check(digest: Digest): Promise<Damage | undefined> {
    const found = await ifPresent(digestOfChunks(files.stream(file(digest))));
    if (found === undefined) return 'missing';
    return found === digest ? undefined : 'other bytes than its name says';
  }

  return {
    file,
    async put(bytes) {
      const digest = digestOf(bytes);
      const damage = await check(digest);
      if (damage === 'other bytes than its name says') await setAside(root, files, file(digest), digest);
      if (damage !== undefined) await writeAtomically(scratch, file(digest), bytes, files);
      return digest;
    },
    async read(digest) {
      const bytes = await ifPresent(files.read(file(digest)));
      if (bytes === undefined) throw new DamagedObject(digest, 'missing');
      if (digestOf(bytes) === digest) return bytes;
      await setAside(root, files, file(digest), digest);
      throw new DamagedObject(digest, 'other bytes than its name says');
    },
    check,
  };
}
