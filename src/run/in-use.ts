import type { Digest } from '../artifact/digest.js';
import type { Store } from '../store/store.js';
import type { TaskRecord } from '../store/records.js';

/**
 * A store as a run sees it, under its lease: a record that is found stays, with all that it names, and only then are its bytes
 * verified. What was found is not read again, since a key's outputs never change; what was not found may be there later.
 */
export function inUse(store: Store): Store {
  const found = new Map<Digest, TaskRecord>();
  const find = async (key: Digest): Promise<TaskRecord | undefined> => {
    const known = found.get(key);
    if (known !== undefined) return known;
    const record = await store.records.find(key);
    if (record === undefined) return undefined;
    await store.retain(record);
    found.set(key, record);
    return record;
  };
  return { ...store, records: { ...store.records, find } };
}
