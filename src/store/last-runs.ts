import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, isDigest, type Digest } from '../artifact/digest.js';
import { ifPresent, writeAtomically } from './atomic.js';

/** The key each task of a pipeline last had: what explanations compare with. Nothing is decided by it. */
export interface LastRuns {
  read(pipeline: string): Promise<Readonly<Record<string, Digest>>>;
  write(pipeline: string, keys: Readonly<Record<string, Digest>>): Promise<void>;
}

export function openLastRuns(folder: string, scratch: string): LastRuns {
  const file = (pipeline: string) => join(folder, `${pipeline}.json`);
  return {
    async read(pipeline) {
      const text = await ifPresent(readFile(file(pipeline), 'utf8'));
      try {
        // Only looked up in: a damaged file costs an explanation, nothing else.
        const keys = Object.entries((JSON.parse(text ?? '{}') ?? {}) as Record<string, unknown>);
        return Object.fromEntries(
          keys.filter(
            (entry): entry is [string, Digest] => typeof entry[1] === 'string' && isDigest(entry[1]),
          ),
        );
      } catch {
        return {};
      }
    },
    write: (pipeline, keys) => writeAtomically(scratch, file(pipeline), canonicalJson(keys)),
  };
}
