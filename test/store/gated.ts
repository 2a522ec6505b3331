import type { Files } from '../../src/store/files.js';

/** The calls that a disk gets, each of which may be the last before the power goes, or fail, or have to wait. */
export type Operation = Exclude<keyof Files, 'stream'> | 'stream' | 'write' | 'sync' | 'close';

/** Asked before each call: what it waits for, the call waits for; what it throws, the call throws. */
export type Gate = (operation: Operation, place: string) => Promise<void>;

export function gated(files: Files, gate: Gate): Files {
  return {
    mkdir: (folder) => gate('mkdir', folder).then(() => files.mkdir(folder)),
    list: (folder) => gate('list', folder).then(() => files.list(folder)),
    stat: (file) => gate('stat', file).then(() => files.stat(file)),
    read: (file) => gate('read', file).then(() => files.read(file)),
    rename: (from, to) => gate('rename', to).then(() => files.rename(from, to)),
    link: (from, to) => gate('link', to).then(() => files.link(from, to)),
    remove: (file) => gate('remove', file).then(() => files.remove(file)),
    touch: (file, modified) => gate('touch', file).then(() => files.touch(file, modified)),
    syncFolder: (folder) => gate('syncFolder', folder).then(() => files.syncFolder(folder)),
    async *stream(file) {
      await gate('stream', file);
      yield* files.stream(file);
    },
    async create(file) {
      await gate('create', file);
      const created = await files.create(file);
      return {
        write: (bytes) => gate('write', file).then(() => created.write(bytes)),
        sync: () => gate('sync', file).then(() => created.sync()),
        close: () => gate('close', file).then(() => created.close()),
      };
    },
  };
}
