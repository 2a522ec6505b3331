import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import type { Verification } from '../store/verifications.js';

/** What a verification found of a record. */
export type Found = Pick<Verification, 'how' | 'reexecuted' | 'of' | 'equal' | 'environment'>;

/**
 * Keeps that a record was verified, for whoever asks how far it was. Nothing is decided by it, so a store that cannot be written
 * does not fail a verification.
 */
export async function remember(store: Store, record: TaskRecord, found: Found): Promise<void> {
  const outputs = Object.entries(record.outputs).map(([name, { digest }]) => [name, digest] as const);
  await ifWritable(
    store.verifications.keep({
      format: 'samebits/verification/1',
      ...{ key: record.key, task: record.task, outputs: Object.fromEntries(outputs) },
      ...found,
      at: new Date().toISOString(),
    }),
  );
}

/**
 * The whole task was executed again. Where that was from other inputs, since what it reads was made again and came out otherwise, it
 * says nothing of the record. Where it gave the bytes of a record that was carried over, the new execution is its record from now on:
 * nothing is to be said any more of it, nor, since `unmark` is called, of what longer ones go on from.
 */
export async function rememberWhole(
  store: Store,
  record: TaskRecord,
  made: TaskRecord,
  equal: boolean,
  unmark: () => Promise<void>,
): Promise<void> {
  if (made.key !== record.key) return;
  await remember(store, record, { ...whole, equal, environment: made.environment });
  if (!equal || record.carriedOver === undefined) return;
  // Its listing is in the clean store, which will be gone; the record's is that of the same code.
  await ifWritable(store.records.keep({ ...made, listing: record.listing }));
  await ifWritable(unmark());
}

const whole = { how: 'whole', reexecuted: 1, of: 1 } as const;

async function ifWritable(writing: Promise<unknown>): Promise<void> {
  try {
    await writing;
  } catch {
    // The next that asks is told less.
  }
}
