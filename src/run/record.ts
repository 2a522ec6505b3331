import { canonicalJson } from '../artifact/digest.js';
import type { PlannedTask } from '../plan/recipe.js';
import type { TaskRecord } from '../store/records.js';
import { environment } from './environment.js';
import type { Answer } from './messages.js';
import { outputsOf } from './outputs.js';

/** What an execution is known by, and whether its beginning was another's. */
export type Identity = Pick<TaskRecord, 'key' | 'preimage' | 'chain' | 'listing' | 'carriedOver'>;

export type Done = Extract<Answer, { type: 'done' }>;

/** The record of an execution that ended now. Throws where it did not write what its stage declares. */
export function recordOf(
  task: PlannedTask,
  { key, preimage, chain, listing, carriedOver: begun }: Identity,
  answer: Done,
  started: Date,
): TaskRecord {
  const { carriedOver = begun } = answer;
  return {
    format: 'samebits/record/2',
    ...{ task: task.id, key, preimage, listing, chain },
    outputs: outputsOf(task, answer.outputs),
    failure: answer.failure,
    ...(carriedOver === undefined ? {} : { carriedOver }),
    ...(task.machineBound ? { machineBound: true } : {}),
    environment: { ...answer.servedBy, ...environment() },
    startedAt: started.toISOString(),
    seconds: (Date.now() - started.getTime()) / 1000,
    memory: answer.memory,
  };
}

/** What the code digest is the digest of, as bytes. */
export function listingOf({ code }: PlannedTask): Buffer {
  return Buffer.from(canonicalJson(code.listing));
}
