import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { explained } from './disk-error.js';
import { errorCode, nodeFiles, type Files } from './files.js';

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
  /** Gives bytes a name that is known only when they are written; nothing stays of them where there is none. */
  name(content: Content, file: () => Promise<string | undefined>): Promise<void>;
  /** Makes a name durable that another process may have given only just. */
  settle(file: string): Promise<void>;
}

/** A writer in the folders below `top`, which is there and stays there. */
export function openWriter(files: Files, scratch: ScratchFolder, top: string): Writer {
  const makeFolder = folderMaker(files, top);

  async function write(content: Content, give: (temporary: string) => Promise<void>): Promise<void> {
    await files.mkdir(scratch);
    const temporary = join(scratch, randomUUID());
    try {
      await writeSynced(files, temporary, content);
      await give(temporary);
    } catch (error) {
      // What made it fail is told, not what that brought with it.
      await files.remove(temporary).catch(() => undefined);
      throw error;
    }
  }

  async function named(file: string, name: () => Promise<void>): Promise<void> {
    await makeFolder(dirname(file));
    await name();
    await files.syncFolder(dirname(file));
  }

  const rename = (temporary: string, file: string) => named(file, () => files.rename(temporary, file));

  return {
    replace: (file, content) => write(content, (temporary) => rename(temporary, file)),
    name: (content, nameOf) =>
      write(content, async (temporary) => {
        const file = await nameOf();
        await (file === undefined ? files.remove(temporary) : rename(temporary, file));
      }),
    async create(file, content) {
      // A link, unlike a rename, never takes another file's place.
      const link = async (temporary: string) => {
        await files.link(temporary, file);
        await files.remove(temporary);
      };
      try {
        await write(content, (temporary) => named(file, () => link(temporary)));
        return true;
      } catch (error) {
        if (errorCode(error) === 'EEXIST') return false;
        throw error;
      }
    },
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
