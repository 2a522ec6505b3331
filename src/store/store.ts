import type { Digest } from '../artifact/digest.js';
import type { Chain, Memo } from '../stage/contract.js';
import { chainFolder, openChain } from './chains.js';
import { openDisk } from './disk.js';
import { explained } from './disk-error.js';
import { openObjects, type Objects } from './objects.js';
import { openPointers } from './pointers.js';
import { ifPresent, nodeFiles, type Files } from './files.js';
import { openLog, type Log } from './logs.js';
import { openRecords, type Records, type TaskRecord } from './records.js';
import { openLastRuns, type LastRuns } from './last-runs.js';
import { openVerifications, type Verifications } from './verifications.js';
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
  readonly verifications: Verifications;
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
  /**
   * Says that this process uses a record and its outputs, under its lease; waits while a sweep goes on. What is verified after this
   * stays while the lease is held.
   */
  retain(record: TaskRecord): Promise<void>;
  /** The same of the states that a task can go on from. */
  retainChain(key: Digest): Promise<void>;
}

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
    verifications: openVerifications(disk),
    lastRuns: openLastRuns(disk),
    locks: openLocks(root, files, leases, machine),
    chain: (key) => openChain(disk, key),
    log: (key) => openLog(root, given, key),
    async lease(doing) {
      const lease = await leases.share(doing);
      // A sweep that begins later sees the lease.
      await use([]);
      return lease ?? { release: () => Promise.resolve() };
    },
    async retain(record) {
      const { key, outputs, listing, chain } = record;
      const recordFile = await records.file(key);
      const digests = [...Object.values(outputs).map(({ digest }) => digest), listing];
      await use([
        pointers.file('tasks', key),
        ...(recordFile === undefined ? [] : [recordFile]),
        ...(chain === null ? [] : [chainFolder(root, chain)]),
        ...digests.map((digest) => objects.file(digest)),
      ]);
      const isThere =
        recordFile !== undefined &&
        recordFile === (await records.file(key)) &&
        (await ifPresent(files.stat(recordFile))) !== undefined;
      // The sweep may have had it on its list: the outputs, if they are still there, are as good as before.
      if (!isThere) await records.keep(record);
    },
    retainChain: (key) => use([chainFolder(root, key)]),
  };
}
