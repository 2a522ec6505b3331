import { join } from 'node:path';
import { canonicalJson, isDigest, type Digest } from '../artifact/digest.js';
import type { Disk } from './disk.js';
import { ifReadable } from './files.js';

/**
 * The keys that the tasks of a pipeline had in its last run: what explanations compare with, and what `samebits gc` keeps. Nothing
 * else is decided by it.
 */
export interface LastRuns {
  read(pipeline: string): Promise<LastKeys>;
  write(pipeline: string, keys: LastKeys): Promise<void>;
}

export type LastKeys = Readonly<Record<string, Digest>>;

/** What a run knows when it ends. */
export interface EndedRun {
  /** What was there when it began, and what is there now: another run may have ended meanwhile. */
  readonly before: LastKeys;
  readonly now: LastKeys;
  /** Every task of its plan, and the keys of those that are made. */
  readonly planned: ReadonlySet<string>;
  readonly made: LastKeys;
}

/** The keys after a run: its own; of tasks that it did not come to, the last ones; and what another run found meanwhile. */
export function keysAfter({ before, now, planned, made }: EndedRun): LastKeys {
  const others = Object.entries(now).filter(([task, key]) => planned.has(task) || before[task] !== key);
  return { ...Object.fromEntries(others), ...made };
}

export function openLastRuns({ root, files, writer, use }: Disk): LastRuns {
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
    async write(pipeline, keys) {
      const text = canonicalJson(keys);
      const before = (await ifReadable(files.read(file(pipeline))))?.toString('utf8');
      if (before !== text) return writer.replace(file(pipeline), text);
      await use([file(pipeline)]);
      return writer.settle(file(pipeline));
    },
  };
}
