import pLimit from 'p-limit';
import type { Digest } from '../artifact/digest.js';
import type { JsonObject } from '../artifact/json.js';
import { damageText } from '../store/damage.js';
import type { Artifact, TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { chainKeyOf, keyOf, keyPreimage, type Plan, type PlannedTask } from './recipe.js';
import { differences, type Difference } from './differences.js';

/** What a run will do with a task: nothing, its work, or what its inputs will decide. */
export type TaskState =
  | { readonly state: 'cached'; readonly key: Digest; readonly record: TaskRecord }
  | ToRun
  | { readonly state: 'waiting'; readonly on: readonly string[]; readonly before: TaskRecord | undefined };

export interface ToRun {
  readonly state: 'to run';
  readonly key: Digest;
  readonly preimage: JsonObject;
  readonly why: Why;
  /** What the task last was under this name, with how long it took. */
  readonly before: TaskRecord | undefined;
  /** How far an earlier run came with the same computation, which this one continues. */
  readonly resumesAt: number | undefined;
}

export type Why =
  | { readonly reason: 'never made' }
  | { readonly reason: 'changed'; readonly differences: readonly Difference[] }
  | {
      readonly reason: 'damaged';
      /** What is wrong, for people. */
      readonly damage: readonly string[];
      /** The objects whose bytes are not those that their names say: set aside when right ones take their place. */
      readonly wrong: readonly Digest[];
    }
  /** Only another version of samebits has made it; what that kept is left as it is. */
  | { readonly reason: 'another version'; readonly format: string };

/** How many tasks are looked at together: a process may not have many files open. */
const togetherAtMost = 32;

/** The state of every task, from what is in the store now. What it says is what a run does. */
export async function statesOf(
  plan: Plan,
  store: Store,
  lastRun = store.lastRuns.read(plan.graph.pipeline.name),
): Promise<ReadonlyMap<string, TaskState>> {
  const last = await lastRun;
  const limit = pLimit(togetherAtMost);
  const looking = { last, limit, store: readingOnce(store), states: new Map<string, Promise<TaskState>>() };
  for (const task of plan.tasks) looking.states.set(task.id, stateOf(task, looking));
  const states = new Map<string, TaskState>();
  for (const [id, state] of looking.states) states.set(id, await state);
  return withTwins(states);
}

interface Looking {
  readonly last: Readonly<Record<string, Digest>>;
  readonly limit: <Value>(work: () => Promise<Value>) => Promise<Value>;
  readonly store: Store;
  readonly states: ReadonlyMap<string, Promise<TaskState>>;
}

async function stateOf(task: PlannedTask, { last, limit, store, states }: Looking): Promise<TaskState> {
  const inputs = new Map<string, TaskState | undefined>();
  for (const { task: input } of task.graph.inputs) inputs.set(input.id, await states.get(input.id));
  const unmade = [...inputs].filter(([, state]) => state?.state !== 'cached').map(([id]) => id);
  return limit(async () => {
    const before = await recordOf(Object.hasOwn(last, task.id) ? last[task.id] : undefined, store);
    if (unmade.length > 0) return { state: 'waiting', on: unmade, before };
    return decide(task, outputsIn(inputs), store, before);
  });
}

/** Of tasks with one key the first does the work, and the others wait for what it makes. */
function withTwins(states: ReadonlyMap<string, TaskState>): ReadonlyMap<string, TaskState> {
  const first = new Map<Digest, string>();
  const told = [...states].map(([id, state]): [string, TaskState] => {
    if (state.state !== 'to run') return [id, state];
    const twin = first.get(state.key);
    first.set(state.key, twin ?? id);
    return [id, twin === undefined ? state : { state: 'waiting', on: [twin], before: state.before }];
  });
  return new Map(told);
}

/** Every record is read, and every object's bytes are verified, once, whatever the number of tasks that name it. */
function readingOnce(store: Store): Store {
  const find = once((key) => store.records.find(key));
  const check = once((digest) => store.objects.check(digest));
  return { ...store, records: { ...store.records, find }, objects: { ...store.objects, check } };
}

function once<Value>(read: (digest: Digest) => Promise<Value>): (digest: Digest) => Promise<Value> {
  const known = new Map<Digest, Promise<Value>>();
  return (digest) => {
    const value = known.get(digest) ?? read(digest);
    known.set(digest, value);
    return value;
  };
}

function outputsIn(
  states: ReadonlyMap<string, TaskState | undefined>,
): (id: string) => Readonly<Record<string, Artifact>> {
  return (id) => {
    const state = states.get(id);
    return state?.state === 'cached' ? state.record.outputs : {};
  };
}

async function recordOf(key: Digest | undefined, store: Store): Promise<TaskRecord | undefined> {
  return key === undefined ? undefined : store.records.find(key);
}

/** Cached or to run: for a task whose inputs are all there. Verifies the bytes of what it calls cached. */
export async function decide(
  task: PlannedTask,
  artifactsOf: (id: string) => Readonly<Record<string, Artifact>>,
  store: Store,
  before: TaskRecord | undefined,
): Promise<Exclude<TaskState, { state: 'waiting' }>> {
  const preimage = keyPreimage(task, artifactsOf);
  const key = keyOf(preimage);
  const record = await store.records.find(key);
  const damaged = record === undefined ? undefined : await damageOf(record, store);
  if (record !== undefined && damaged === undefined) return { state: 'cached', key, record };
  const why = damaged ?? (await whyNoRecord(key, store)) ?? whyChanged(before, preimage);
  const resumesAt = await keptStep(task, preimage, store);
  return { state: 'to run', key, preimage, why, before: record ?? before, resumesAt };
}

function whyChanged(before: TaskRecord | undefined, preimage: JsonObject): Why {
  if (before === undefined) return { reason: 'never made' };
  return { reason: 'changed', differences: differences(before.preimage, preimage) };
}

/**
 * The last kept state that the task can be continued from, where it is one that can be continued. More states are described than
 * have their bytes: older ones are thinned out, and any may be damaged.
 */
async function keptStep(task: PlannedTask, preimage: JsonObject, store: Store): Promise<number | undefined> {
  const { extent } = task.graph.stage.description;
  const goal = extent === undefined ? undefined : task.graph.parameters[extent];
  if (extent === undefined || typeof goal !== 'number') return undefined;
  const chain = store.chain(chainKeyOf(preimage, extent));
  const states = (await chain.states()).filter(({ step }) => step <= goal && step > 0);
  for (const state of states.reverse()) if ((await chain.bytes(state)) !== undefined) return state.step;
  return undefined;
}

async function damageOf(record: TaskRecord, store: Store): Promise<Why | undefined> {
  const damage: string[] = [];
  const wrong: Digest[] = [];
  for (const { digest, bytes } of Object.values(record.outputs)) {
    const found = await store.objects.check(digest);
    if (found === undefined) continue;
    damage.push(damageText(digest, found, bytes));
    if (found.kind === 'other bytes') wrong.push(digest);
  }
  return damage.length === 0 ? undefined : { reason: 'damaged', damage, wrong };
}

async function whyNoRecord(key: Digest, store: Store): Promise<Why | undefined> {
  const obstacle = await store.records.obstacle(key);
  if (obstacle === undefined) return undefined;
  return obstacle.kind === 'damaged'
    ? { reason: 'damaged', damage: [obstacle.what], wrong: [] }
    : { reason: 'another version', format: obstacle.format };
}

/** The records of what is cached, by task. */
export function cachedRecords(states: ReadonlyMap<string, TaskState>): ReadonlyMap<string, TaskRecord> {
  return new Map(
    [...states].flatMap(([task, state]): [string, TaskRecord][] =>
      state.state === 'cached' ? [[task, state.record]] : [],
    ),
  );
}
