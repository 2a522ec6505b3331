import { dirname, join } from 'node:path';
import type { Digest } from '../artifact/digest.js';
import { ifPresent, type Files, type NewFile } from './files.js';

/** What the process of a task printed: `logs/KEY.log`, which grows while the task runs. Nothing is decided by it. */
export interface Log {
  write(text: string): void;
  /** Ends it, with a last word of ours where there is one. Undefined where it would be empty. */
  close(lastWord?: string): Promise<KeptLog | undefined>;
}

export interface KeptLog {
  readonly file: string;
  /** The last of what was printed. */
  readonly end: string;
}

/** How many characters are kept from the beginning of what is printed, how many from its end, and how many `end` has. */
const [keptFirst, keptLast, shownLast] = [1 << 20, 1 << 16, 4000];

/** Begins a log in the place of what an earlier execution of the same key printed. A disk that takes no log fails no task. */
export function openLog(root: string, files: Files, key: Digest): Log {
  const file = join(root, 'logs', key.slice(0, 2), `${key.slice(2)}.log`);
  let handle: NewFile | undefined;
  let room = keptFirst;
  let later = '';
  let leftOut = 0;
  let end = '';
  let working: Promise<unknown> = harmless(() => ifPresent(files.remove(file)));

  const append = (text: string): void => {
    if (text === '') return;
    working = working.then(() =>
      harmless(async () => {
        handle ??= await createIn(files, file);
        await handle.write(Buffer.from(text));
      }),
    );
  };

  return {
    write(text) {
      append(text.slice(0, room));
      later += text.slice(room);
      room = Math.max(0, room - text.length);
      leftOut += Math.max(0, later.length - keptLast);
      later = later.slice(-keptLast);
      end = (end + text).slice(-shownLast);
    },
    async close(lastWord = '') {
      append((leftOut === 0 ? later : `\n[${leftOut} characters are left out here]\n${later}`) + lastWord);
      await working;
      const written = handle;
      if (written === undefined) return undefined;
      await harmless(() => written.close());
      return { file, end };
    },
  };
}

async function createIn(files: Files, file: string): Promise<NewFile> {
  await files.mkdir(dirname(file));
  return files.create(file);
}

async function harmless(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch {
    // The task's answer is what counts.
  }
}
