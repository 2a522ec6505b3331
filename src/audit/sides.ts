import type { JsonObject } from '../artifact/json.js';
import type { Digest } from '../artifact/digest.js';
import type { Verdict } from '../claim/verdict.js';
import type { Listing } from '../plan/code.js';
import { listingOf } from '../plan/listing.js';
import { ownFields, type Plan } from '../plan/recipe.js';
import { DamagedObject } from '../store/damage.js';
import type { Artifact, TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { expectationsOf } from './expected.js';
import type { Lock } from './lock.js';
import { verdictsOf } from './verdicts.js';

/** One of two sides that are compared: what was asked, and what was made of it. */
export interface Side {
  readonly tasks: ReadonlyMap<string, SideTask>;
  /** Undefined where they cannot be known. */
  readonly verdicts: readonly Verdict[] | undefined;
  /** Where the bytes are, where they are anywhere. */
  readonly store: Store;
}

export interface SideTask {
  readonly recipe: Digest;
  /** What a key has of a task beside code and inputs; undefined where only a lock file speaks of it. */
  readonly fields: JsonObject | undefined;
  readonly code: Digest;
  readonly listing: Listing | undefined;
  /** Undefined where it is not made. */
  readonly outputs: Readonly<Record<string, SideOutput>> | undefined;
}

/** A lock file says only the digest. */
export type SideOutput = Artifact | (Pick<Artifact, 'digest'> & { readonly description?: undefined });

export function isArtifact(output: SideOutput | undefined): output is Artifact {
  return output?.description !== undefined;
}

/** What a pipeline asks now, and what the store has of it. Bytes need not be there. */
export async function sideOfPlan(plan: Plan, store: Store): Promise<Side> {
  const expected = await expectationsOf(plan, store, undefined);
  const records = new Map<string, TaskRecord>();
  const tasks = plan.tasks.map((task): [string, SideTask] => {
    const record = expected.get(task.id)?.record;
    if (record !== undefined) records.set(task.id, record);
    const { recipe, code } = task;
    const made = { code: code.digest, listing: code.listing, outputs: record?.outputs };
    return [task.id, { recipe, fields: fieldsIn(ownFields(task)), ...made }];
  });
  return { tasks: new Map(tasks), verdicts: await knownVerdicts(plan, records, store), store };
}

/**
 * What a lock file says. Parameters, modules and bytes are those of records with the same outputs, where the store has such; the
 * claims are those of `plan`, where there is one.
 */
export async function sideOfLock(lock: Lock, plan: Plan | undefined, store: Store): Promise<Side> {
  const all = await store.records.all();
  const records = new Map<string, TaskRecord>();
  const tasks = new Map<string, SideTask>();
  for (const [id, { recipe, code, outputs }] of Object.entries(lock.tasks)) {
    const alike = all.filter((record) => hasOutputs(record, outputs));
    const record = alike.find(({ task, preimage }) => task === id && preimage.code === code) ?? alike[0];
    if (record !== undefined) records.set(id, record);
    const digests = Object.entries(outputs).map(([name, digest]) => [name, { digest }] as const);
    tasks.set(id, {
      recipe,
      fields: record && fieldsIn(record.preimage),
      code,
      listing: record && (await knownListing(record, code, store)),
      outputs: record?.outputs ?? Object.fromEntries(digests),
    });
  }
  return { tasks, verdicts: plan && (await knownVerdicts(plan, records, store)), store };
}

function hasOutputs(record: TaskRecord, locked: Readonly<Record<string, Digest>>): boolean {
  const names = Object.keys(locked);
  return (
    Object.keys(record.outputs).length === names.length &&
    names.every((name) => record.outputs[name]?.digest === locked[name])
  );
}

function fieldsIn(preimage: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(preimage).filter(([name]) => name !== 'code' && name !== 'inputs'),
  );
}

async function knownListing(record: TaskRecord, code: Digest, store: Store): Promise<Listing | undefined> {
  if (record.preimage.code !== code) return undefined;
  const found = await listingOf(record, store);
  return 'listing' in found ? found.listing : undefined;
}

/** Undefined where a table's bytes are gone. */
async function knownVerdicts(
  plan: Plan,
  records: ReadonlyMap<string, TaskRecord>,
  store: Store,
): Promise<readonly Verdict[] | undefined> {
  try {
    return await verdictsOf(plan, records, store);
  } catch (error) {
    if (error instanceof DamagedObject) return undefined;
    throw error;
  }
}
