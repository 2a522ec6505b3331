import { join } from 'node:path';
import { canonicalJson, isDigest, type Digest } from '../artifact/digest.js';
import type { Disk } from './disk.js';
import { ifReadable } from './files.js';

/** The key each task of a pipeline last had: what explanations compare with. Nothing is decided by it. */
export interface LastRuns {
  read(pipeline: string): Promise<Readonly<Record<string, Digest>>>;
  write(pipeline: string, keys: Readonly<Record<string, Digest>>): Promise<void>;
}

export function openLastRuns({ root, files, writer }: Disk): LastRuns {
  const file = (pipeline: string) => join(root, 'runs', `${pipeline}.json`);
  return {
    async read(pipeline) {
      const text = (await ifReadable(files.read(file(pipeline))))?.toString('utf8');
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
    write: (pipeline, keys) => writer.replace(file(pipeline), canonicalJson(keys)),
  };
}
