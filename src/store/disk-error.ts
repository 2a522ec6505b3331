import { dirname } from 'node:path';
import { errorCode, ifPresent, type Files } from './files.js';

/** A disk that did not do what it was asked: where, why, and what a person can do. Has the code of the error of node:fs. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
  readonly code: string;

  constructor(place: string, code: string, [what, remedy]: Explanation, cause: unknown) {
    super(`${place}: ${what}. ${remedy}`, { cause });
    this.code = code;
  }
}

type Explanation = readonly [what: string, remedy: string];

const room = 'Free some space and run again; nothing that was kept is lost.';
const permission = 'Let this user write there, or copy the project to a folder of theirs, and run again.';
const fewer = 'Run fewer tasks at a time (--jobs), or raise the limit (ulimit -n), and run again.';

const explanations: Readonly<Record<string, Explanation>> = {
  ENOSPC: ['the disk is full', room],
  EDQUOT: ["this user's share of the disk is full", room],
  EIO: [
    'the disk reports an error',
    'Check the disk and run again; what was kept is verified when it is read.',
  ],
  EACCES: ['this user has no permission', permission],
  EPERM: ['this user has no permission', permission],
  EROFS: [
    'this file system is read-only',
    'What is cached can be used. To make more, let it be written, or copy the project elsewhere, and run again.',
  ],
  EMFILE: ['too many files are open in this process', fewer],
  ENFILE: ['too many files are open on this machine', fewer],
};
const inTheWay: Explanation = ['it is a file, and a folder is needed there', 'Move it away and run again.'];

/** The same files, whose errors say where, why and what to do. What is not there, or there already, is no failure of the disk. */
export function explained(files: Files): Files {
  return {
    list: (folder) => at(folder, () => files.list(folder)),
    stat: (file) => at(file, () => files.stat(file)),
    read: (file) => at(file, () => files.read(file)),
    rename: (from, to) => at(to, () => files.rename(from, to)),
    link: (from, to) => at(to, () => files.link(from, to)),
    remove: (file) => at(file, () => files.remove(file)),
    touch: (file, modified) => at(file, () => files.touch(file, modified)),
    syncFolder: (folder) => at(folder, () => files.syncFolder(folder)),
    async mkdir(folder) {
      try {
        return await files.mkdir(folder);
      } catch (error) {
        const code = errorCode(error);
        if (code !== 'EEXIST' && code !== 'ENOTDIR') throw diskError(error, folder);
        throw new DiskError(await fileAbove(files, folder), code, inTheWay, error);
      }
    },
    async *stream(file) {
      try {
        yield* files.stream(file);
      } catch (error) {
        throw diskError(error, file);
      }
    },
    async create(file) {
      // A file without its name yet is of interest to nobody: the folder is named.
      const folder = dirname(file);
      const created = await at(folder, () => files.create(file));
      return {
        write: (bytes) => at(folder, () => created.write(bytes)),
        sync: () => at(folder, () => created.sync()),
        close: () => at(folder, () => created.close()),
      };
    },
  };
}

async function at<Value>(place: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw diskError(error, place);
  }
}

function diskError(error: unknown, place: string): unknown {
  const code = errorCode(error);
  const explanation = explanations[code];
  return explanation === undefined || error instanceof DiskError
    ? error
    : new DiskError(place, code, explanation, error);
}

/** What is in the way of a folder: the nearest name above that is not one. */
async function fileAbove(files: Files, folder: string): Promise<string> {
  const status = await ifPresent(files.stat(folder));
  return status !== undefined || dirname(folder) === folder ? folder : fileAbove(files, dirname(folder));
}
