import type { JsonObject } from '../artifact/json.js';
import type { TaskRecord } from '../store/records.js';
import { differences } from './differences.js';

/** An earlier record that a task is compared with, and how it was found. */
export interface NearestRecord {
  readonly record: TaskRecord;
  readonly found: 'last run' | 'same task' | 'same stage';
}

/**
 * What the last run made of the task; else the record of the same stage whose key has the fewest other fields, one that was made
 * under the same name before all others, the newest before older ones.
 */
export async function nearestRecord(
  task: string,
  preimage: JsonObject,
  last: TaskRecord | undefined,
  records: () => Promise<readonly TaskRecord[]>,
): Promise<NearestRecord | undefined> {
  if (last !== undefined) return { record: last, found: 'last run' };
  const all = (await records()).filter((record) => record.preimage.stage === preimage.stage);
  const same = all.filter((record) => record.task === task);
  const record = closest(same.length > 0 ? same : all, preimage);
  return record && { record, found: same.length > 0 ? 'same task' : 'same stage' };
}

function closest(records: readonly TaskRecord[], preimage: JsonObject): TaskRecord | undefined {
  const counted = records.map((record) => ({
    record,
    count: differences(record.preimage, preimage).length,
  }));
  counted.sort((a, b) => a.count - b.count || (a.record.startedAt < b.record.startedAt ? 1 : -1));
  return counted[0]?.record;
}
