import { join } from 'node:path';
import { canonicalJson, digestOf, type Digest } from '../artifact/digest.js';
import type { JsonObject } from '../artifact/json.js';
import type { Disk } from './disk.js';
import { ifReadable, type Files } from './files.js';

/**
 * That what a record names was made again, in whole or in part, and with which result. It is kept beside the records, under the
 * same key, and enters no key: nothing is decided by it.
 */
export interface Verification extends JsonObject {
  readonly format: 'samebits/verification/1';
  readonly key: Digest;
  readonly task: string;
  /** What was held against what came out: the digests of the record's outputs. */
  readonly outputs: Readonly<Record<string, Digest>>;
  /** `whole`: the task was executed again. `spot`: parts of it, chosen by chance. */
  readonly how: 'whole' | 'spot';
  /** How many parts of how many; 1 of 1 for the whole. */
  readonly reexecuted: number;
  readonly of: number;
  readonly equal: boolean;
  /** Where, and with which kernels. */
  readonly environment: JsonObject;
  readonly at: string;
}

export interface Verifications {
  /** Those of a key, oldest first. */
  of(key: Digest): Promise<readonly Verification[]>;
  keep(verification: Verification): Promise<void>;
}

/** `verifications/KEY/DIGEST.json`: each in a file of its own, named by its bytes, so that two at once lose nothing. */
export function openVerifications({ root, files, writer }: Disk): Verifications {
  const folder = (key: Digest) => join(root, 'verifications', key.slice(0, 2), key.slice(2));
  return {
    async of(key) {
      const names = (await ifReadable(files.list(folder(key)))) ?? [];
      const found = await Promise.all(names.map((name) => readVerification(files, join(folder(key), name))));
      return found
        .filter((each) => each?.key === key)
        .flatMap((each) => each ?? [])
        .sort((a, b) => (a.at < b.at ? -1 : 1));
    },
    async keep(verification) {
      const text = canonicalJson(verification);
      await writer.replace(join(folder(verification.key), `${digestOf(text)}.json`), text);
    },
  };
}

/** Undefined where its bytes are not what its name says, or another version wrote it. */
async function readVerification(files: Files, file: string): Promise<Verification | undefined> {
  const bytes = await ifReadable(files.read(file));
  if (bytes === undefined || !file.endsWith(`${digestOf(bytes)}.json`)) return undefined;
  // Bytes that match their name are what `keep` wrote; the format says of which version.
  const found = JSON.parse(bytes.toString('utf8')) as Verification | { readonly format: 'another' };
  return found.format === 'samebits/verification/1' ? found : undefined;
}
