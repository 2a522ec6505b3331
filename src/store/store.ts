import type { Digest } from '../artifact/digest.js';
import type { Chain, Memo } from '../stage/contract.js';
import { chainFolder, openChain } from './chains.js';
import { openDisk } from './disk.js';
import { explained } from './disk-error.js';
import { openObjects, type Objects } from './objects.js';
import { openPointers } from './pointers.js';
import { nodeFiles, type Files } from './files.js';
import { openLog, type Log } from './logs.js';
import { openRecords, type Records, type TaskRecord } from './records.js';
import { openLastRuns, type LastRuns } from './last-runs.js';
import { openLeases } from './leases.js';
import { openLocks, type Held, type Locks } from './locks.js';
import { thisMachine, type Machine } from './machine.js';
import { openMemos } from './memos.js';
import { openUse, stamped } from './use.js';

/**
 * Where artifacts live. Nothing in it is believed because it is there: bytes are verified when they are read. Two processes
 * may write at once, since a key's bytes are determined and every write is atomic.
 */
export interface Store {
  readonly root: string;
  readonly objects: Objects;
  readonly records: Records;
  readonly memo: Memo;
  readonly lastRuns: LastRuns;
  /** One process at a time for a key's work: saves double work, where the store can be written. */
  readonly locks: Locks;
  chain(key: Digest): Chain;
  /** Begins the log of the task that has this key. */
  log(key: Digest): Log;
  /**
   * Says that this process uses the store, and for what, so that what it uses stays: see `samebits gc`. A process that holds none
   * finds later that things are gone.
   */
  lease(doing: string): Promise<Lease>;
  /** Says that this process uses a record's files, under its lease. What is verified after this stays while the lease is held. */
  retain(record: Retained): Promise<void>;
}

/** What is used of a record; of a task that has none yet, its chain. */
export type Retained = Pick<TaskRecord, 'chain'> & Partial<Pick<TaskRecord, 'key' | 'outputs' | 'listing'>>;

export type Lease = Pick<Held, 'release'>;

export function openStore(root: string, given: Files = nodeFiles, machine: Machine = thisMachine): Store {
  const files = explained(given);
  const leases = openLeases(root, files, machine);
  const use = openUse(files, leases, machine);
  const disk = openDisk(root, stamped(files, leases), use);
  const objects = openObjects(disk);
  const pointers = openPointers(disk);
  const records = openRecords(disk, pointers);
  return {
    root,
    objects,
    records,
    memo: openMemos(disk, objects, pointers),
    lastRuns: openLastRuns(disk),
    locks: openLocks(root, files, leases, machine),
    chain: (key) => openChain(disk, key),
    log: (key) => openLog(root, given, key),
    async lease(doing) {
      return (await leases.share(doing)) ?? { release: () => Promise.resolve() };
    },
    async retain({ key, outputs = {}, listing, chain }) {
      const record = key === undefined ? undefined : await records.file(key);
      const digests = [...Object.values(outputs).map(({ digest }) => digest), listing];
      await use(
        [
          key === undefined ? undefined : pointers.file('tasks', key),
          record,
          chain === null ? undefined : chainFolder(root, chain),
          ...digests.map((digest) => digest && objects.file(digest)),
        ].filter((file) => file !== undefined),
      );
    },
  };
}
