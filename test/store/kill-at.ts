import { syncBuiltinESMExports } from 'node:module';
import promises, { type FileHandle } from 'node:fs/promises';

/**
 * Loaded into the processes of a run before all else (`--import kill-at.js?who=worker&at=12&victim=group`): kills one at its
 * so-and-so-many-th call that writes to the store, or the whole group of processes with it.
 */
const { searchParams } = new URL(import.meta.url);
const isWorker = process.argv[1]?.endsWith('worker.js') === true;
const concerned = (searchParams.get('who') === 'worker') === isWorker;
const victim = searchParams.get('victim') === 'group' ? 0 : process.pid;
let left = Number(searchParams.get('at'));

function count(path: unknown): void {
  if (!concerned || !String(path).includes('/artifacts/')) return;
  if (left-- === 0) {
    process.kill(victim, 'SIGKILL');
    // The signal is delivered before anything else is written.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}

const { open, rename, link, unlink, mkdir } = promises;

Object.assign(promises, {
  async open(...parameters: Parameters<typeof open>): Promise<FileHandle> {
    const [path, flags] = parameters;
    if (flags !== 'wx') return open(...parameters);
    count(path);
    const handle = await open(...parameters);
    const writeFile = handle.writeFile.bind(handle);
    const sync = handle.sync.bind(handle);
    return Object.assign(handle, {
      writeFile: (...written: Parameters<typeof writeFile>) => {
        count(path);
        return writeFile(...written);
      },
      sync: () => {
        count(path);
        return sync();
      },
    });
  },
  rename: (...paths: Parameters<typeof rename>) => {
    count(paths[1]);
    return rename(...paths);
  },
  link: (...paths: Parameters<typeof link>) => {
    count(paths[1]);
    return link(...paths);
  },
  unlink: (...paths: Parameters<typeof unlink>) => {
    count(paths[0]);
    return unlink(...paths);
  },
  mkdir: (...made: Parameters<typeof mkdir>) => {
    count(made[0]);
    return mkdir(...made);
  },
});
syncBuiltinESMExports();
