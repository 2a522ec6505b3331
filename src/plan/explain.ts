import type { Digest } from '../artifact/digest.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { codeChanges, type CodeChanges } from './code-changes.js';
import { differences, namedInputs, type Difference } from './differences.js';
import { keyChange, type KeyChange, type Surroundings } from './input-changes.js';
import { listingOf } from './listing.js';
import { nearestRecord, type NearestRecord } from './nearest-record.js';
import { ownFields, type Plan, type PlannedTask } from './recipe.js';
import type { TaskState, ToRun, Why } from './state.js';

/** Why a task is in the state that it is in. */
export type Explanation =
  | { readonly state: 'cached'; readonly key: Digest; readonly record: TaskRecord }
  | {
      readonly state: 'to run';
      readonly key: Digest;
      readonly why: Why;
      readonly resumesAt: number | undefined;
      /** Undefined where no record can be compared with, and where the task's own record is there, but not its artifacts. */
      readonly nearest: Comparison | undefined;
    }
  | {
      readonly state: 'waiting';
      readonly on: readonly Awaited[];
      /** What changed besides, since the last run. */
      readonly own: readonly Difference[];
    };

/** A task's key beside that of an earlier record. */
export interface Comparison extends NearestRecord, Omit<KeyChange, 'code'> {
  readonly code: CodeComparison;
  /** How many artifacts the task reads. */
  readonly read: number;
}

export type CodeComparison =
  | { readonly change: 'same' | 'changed'; readonly changes: CodeChanges }
  /** The old listing is not there to name the modules by. */
  | { readonly change: 'unknown'; readonly why: string };

/** A task that another waits on, and the tasks that are to run before it can: itself, or those it waits on. */
export interface Awaited {
  readonly task: string;
  readonly roots: readonly { readonly task: string; readonly why: Why }[];
}

type States = ReadonlyMap<string, TaskState>;

/** Explains the states that `statesOf` found. Changes nothing in the store. */
export async function explain(
  task: PlannedTask,
  plan: Plan,
  states: States,
  store: Store,
): Promise<Explanation> {
  const state = states.get(task.id);
  if (state === undefined) throw new Error(`${task.id} is not in the plan`);
  if (state.state === 'cached') return state;
  if (state.state === 'waiting')
    return {
      state: 'waiting',
      on: state.on.map((id) => ({ task: id, roots: rootsOf(id, states) })),
      own: state.before === undefined ? [] : ownDifferences(state.before, task),
    };
  const { key, why, resumesAt } = state;
  const nearest =
    why.reason === 'damaged'
      ? undefined
      : await compared(task, state, surroundings(plan, states, store), store);
  return { state: 'to run', key, why, resumesAt, nearest };
}

function ownDifferences({ preimage }: TaskRecord, task: PlannedTask): readonly Difference[] {
  return differences({ ...preimage, inputs: [] }, { ...ownFields(task), inputs: [] });
}

function rootsOf(id: string, states: States): Awaited['roots'] {
  const roots = new Map<string, Why>();
  const visited = new Set<string>();
  const visit = (at: string): void => {
    const state = states.get(at);
    if (visited.has(at) || state === undefined) return;
    visited.add(at);
    if (state.state === 'to run') roots.set(at, state.why);
    if (state.state === 'waiting') state.on.forEach(visit);
  };
  visit(id);
  return [...roots].map(([task, why]) => ({ task, why }));
}

function surroundings(plan: Plan, states: States, store: Store): Surroundings {
  const planned = new Map(plan.tasks.map((task) => [task.id, task]));
  let records: Promise<readonly TaskRecord[]> | undefined;
  return {
    made: (id) => {
      const state = states.get(id);
      return state?.state === 'cached' ? state.record : undefined;
    },
    planned: (id) => planned.get(id),
    records: () => (records ??= store.records.all()),
  };
}

async function compared(
  task: PlannedTask,
  { preimage, before }: ToRun,
  around: Surroundings,
  store: Store,
): Promise<Comparison | undefined> {
  const nearest = await nearestRecord(task.id, preimage, before, around.records);
  if (nearest === undefined) return undefined;
  const change = await keyChange(task, nearest.record.preimage, preimage, around);
  const read = [...namedInputs(preimage).values()].reduce(
    (sum, { artifacts }) => sum + Object.keys(artifacts).length,
    0,
  );
  return { ...nearest, ...change, code: await codeComparison(nearest.record, task, store), read };
}

async function codeComparison(
  record: TaskRecord,
  { code }: PlannedTask,
  store: Store,
): Promise<CodeComparison> {
  if (record.preimage.code === code.digest)
    return { change: 'same', changes: codeChanges(code.listing, code.listing) };
  const old = await listingOf(record, store);
  return 'damage' in old
    ? { change: 'unknown', why: `the old listing: ${old.damage}` }
    : { change: 'changed', changes: codeChanges(old.listing, code.listing) };
}
