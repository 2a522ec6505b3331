import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { explained } from './disk-error.js';
import { errorCode, ifPresent, nodeFiles, type Files } from './files.js';

export { errorCode, ifPresent } from './files.js';

/** Where files are written before they get their name: in the same file system, or the rename would not be atomic. */
export type ScratchFolder = string;

/** What a file is to hold; bytes that come in pieces are never held together. */
export type Content = Uint8Array | string | AsyncIterable<Uint8Array>;

/**
 * Writes files so that a name never stands for other than the whole of its bytes: temporary file, fsync, rename, fsync of the
 * folder. A crash leaves a stray temporary file at worst. What a promise was kept for is durable.
 */
export interface Writer {
  /** Gives a file these bytes, in the place of those that it has. */
  replace(file: string, content: Content): Promise<void>;
  /** The same where no file of that name is there; false, and nothing done, where one is. */
  create(file: string, content: Content): Promise<boolean>;
  /** Bytes whose name is told only when they are written. */
  write(content: Content): Promise<Unnamed>;
  /** Makes a name durable that another process may have given only just. */
  settle(file: string): Promise<void>;
}

/** A whole file without its name. One of these ends it; a failure leaves nothing. */
export interface Unnamed {
  give(file: string): Promise<void>;
  giveIfFree(file: string): Promise<boolean>;
  discard(): Promise<void>;
}

/** A writer in the folders below `top`, which is there and stays there. */
export function openWriter(files: Files, scratch: ScratchFolder, top: string): Writer {
  const makeFolder = folderMaker(files, top);

  async function write(content: Content): Promise<Unnamed> {
    await files.mkdir(scratch);
    const temporary = join(scratch, randomUUID());
    const discard = async () => {
      await ifPresent(files.remove(temporary));
    };
    const orNothing = async (work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        // What made it fail is told, not what that brought with it.
        await discard().catch(() => undefined);
        throw error;
      }
    };
    const give = (file: string, name: () => Promise<void>) =>
      orNothing(async () => {
        await makeFolder(dirname(file));
        await name();
        await files.syncFolder(dirname(file));
      });
    await orNothing(() => writeSynced(files, temporary, content));
    return {
      discard,
      give: (file) => give(file, () => files.rename(temporary, file)),
      async giveIfFree(file) {
        try {
          // A link, unlike a rename, never takes another file's place.
          await give(file, async () => {
            await files.link(temporary, file);
            await files.remove(temporary);
          });
          return true;
        } catch (error) {
          if (errorCode(error) === 'EEXIST') return false;
          throw error;
        }
      },
    };
  }

  return {
    write,
    replace: async (file, content) => (await write(content)).give(file),
    create: async (file, content) => (await write(content)).giveIfFree(file),
    async settle(file) {
      await makeFolder(dirname(file));
      await files.syncFolder(dirname(file));
    },
  };
}

/** Writes one file outside a store: a lock file, a page. */
export async function writeAtomically(scratch: ScratchFolder, file: string, content: Content): Promise<void> {
  await openWriter(explained(nodeFiles), scratch, dirname(file)).replace(file, content);
}

async function writeSynced(files: Files, file: string, content: Content): Promise<void> {
  const created = await files.create(file);
  try {
    for await (const chunk of piecesOf(content)) await created.write(chunk);
    await created.sync();
  } finally {
    await created.close();
  }
}

function piecesOf(content: Content): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  if (typeof content === 'string') return [Buffer.from(content)];
  return content instanceof Uint8Array ? [content] : content;
}

/**
 * Makes folders whose own names are durable: a file synced into a folder that a crash takes away is lost with it. A folder that is
 * there may have been made by another process only just, so each is looked after once.
 */
function folderMaker(files: Files, top: string): (folder: string) => Promise<void> {
  const durable = new Set([top]);
  const settle = async (folder: string): Promise<void> => {
    const above = dirname(folder);
    if (durable.has(folder) || above === folder) return;
    await settle(above);
    await files.syncFolder(above);
    durable.add(folder);
  };
  return async (folder) => {
    // Made anew: whoever took it away took away what was known of it.
    if (await files.mkdir(folder)) durable.clear();
    durable.add(top);
    await settle(folder);
  };
}
