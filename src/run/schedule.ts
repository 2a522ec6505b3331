import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import { decide, type TaskState, type ToRun } from '../plan/state.js';
import type { PlannedTask } from '../plan/recipe.js';
import type { TaskRecord } from '../store/records.js';
import { estimatesOf, type Estimate } from './estimates.js';
import { failureOf } from './failure.js';
import { perform, type Surroundings } from './perform.js';
import { ranksOf, type Rank } from './priority.js';
import { openSlots, type Limits, type Slots } from './slots.js';
import type { Made } from './spec.js';
import { turnOf } from './turn.js';

/** What became of a task: it is there, it or what it reads failed, or it was not begun or not ended. */
type Outcome = 'there' | 'failed' | 'not done';

interface Schedule {
  readonly around: Surroundings;
  /** What the plan said before anything was run. */
  readonly states: ReadonlyMap<string, TaskState>;
  readonly estimates: ReadonlyMap<string, Estimate>;
  readonly ranks: ReadonlyMap<string, Rank>;
  readonly slots: Slots;
  /** Aborted once nothing more is to be started. */
  readonly ending: AbortController;
  /** Verifies the bytes of a few tasks at a time. */
  readonly deciding: <Value>(work: () => Promise<Value>) => Promise<Value>;
  readonly keepGoing: boolean;
  readonly outcomes: Map<string, Promise<Outcome>>;
  readonly made: Map<string, TaskRecord>;
  /** The task whose failure ended the starting of others. */
  endedBy?: string;
}

/**
 * Settles every task of a plan: found in the store, made, or told why not. Each is decided once all that it reads is there, and
 * waits for a place where it has work to do. Gives the records of all that is there.
 */
export async function schedule(
  states: ReadonlyMap<string, TaskState>,
  around: Surroundings,
  limits: Limits,
  keepGoing: boolean,
): Promise<Made> {
  const { plan, signal } = around;
  const estimates = estimatesOf(plan, states);
  const current: Schedule = {
    ...{ around, states, estimates, keepGoing },
    ranks: ranksOf(plan, (id) => estimates.get(id)?.seconds),
    slots: openSlots(limits),
    ending: new AbortController(),
    deciding: pLimit(limits.jobs),
    outcomes: new Map(),
    made: new Map(),
  };
  const end = () => {
    current.ending.abort();
  };
  setMaxListeners(0, current.ending.signal);
  current.ending.signal.addEventListener('abort', current.slots.close);
  signal.addEventListener('abort', end);
  for (const task of plan.tasks) current.outcomes.set(task.id, settle(task, current));
  await Promise.all(current.outcomes.values());
  signal.removeEventListener('abort', end);
  return current.made;
}

async function settle(task: PlannedTask, current: Schedule): Promise<Outcome> {
  const { id } = task;
  const { outcomes, around } = current;
  const needed = neededBy(task, current);
  const inputs = await Promise.all(
    needed.map((input) => outcomes.get(input) ?? Promise.reject(unplanned(input))),
  );
  const failed = needed.find((_, index) => inputs[index] === 'failed');
  if (failed !== undefined) {
    around.emit({ event: 'skipped', task: id, because: failed });
    return 'failed';
  }
  if (around.signal.aborted || inputs.some((outcome) => outcome !== 'there')) return notStarted(id, current);
  try {
    const state = await stateOf(task, current);
    return state.state === 'to run' ? await work(task, state, current) : found(task, state, current);
  } catch (error) {
    // Where the store cannot be looked at, say: other tasks may be running, and are not left alone.
    around.emit({ event: 'failed', task: id, failure: failureOf(error), log: undefined });
    return fails(id, current);
  }
}

/** What runs is finished; nothing more is started, unless the run is to go on. */
function fails(id: string, current: Schedule): Outcome {
  if (!current.keepGoing) {
    current.endedBy ??= id;
    current.ending.abort();
  }
  return 'failed';
}

/** What it reads, and what the plan says that it waits on besides: the task that makes what it would make. */
function neededBy({ id, graph }: PlannedTask, { states }: Schedule): readonly string[] {
  const known = states.get(id);
  const waitedOn = known?.state === 'waiting' ? known.on : [];
  return [...new Set([...graph.inputs.map(({ task }) => task.id), ...waitedOn])];
}

type Found = Extract<TaskState, { state: 'cached' }>;

function found({ id }: PlannedTask, { key, record }: Found, current: Schedule, meanwhile = false): Outcome {
  current.made.set(id, record);
  const mark = meanwhile ? ({ meanwhile: true } as const) : {};
  current.around.emit({ event: 'cached', task: id, key, record, ...mark });
  return 'there';
}

function unplanned(id: string): Error {
  return new Error(`${id} must be planned before what reads it`);
}

function notStarted(id: string, { around, endedBy }: Schedule): Outcome {
  around.emit({ event: 'not started', task: id, after: endedBy });
  return 'not done';
}

/** What the plan said where it knew; else by what was made since. */
async function stateOf(
  task: PlannedTask,
  current: Schedule,
): Promise<Exclude<TaskState, { state: 'waiting' }>> {
  const known = current.states.get(task.id);
  if (known !== undefined && known.state !== 'waiting') return known;
  return current.slots.beforeNext(() => current.deciding(() => decided(task, current)));
}

/** By what is in the store now. */
function decided(
  task: PlannedTask,
  { states, made, around }: Schedule,
): Promise<Exclude<TaskState, { state: 'waiting' }>> {
  const known = states.get(task.id);
  const before = known?.state === 'cached' ? known.record : known?.before;
  return decide(task, (id) => made.get(id)?.outputs ?? {}, around.store, before);
}

/** Waits for a place and for the key's lock, and then does the work, if another run has not done it meanwhile. */
async function work(task: PlannedTask, state: ToRun, current: Schedule): Promise<Outcome> {
  const { id } = task;
  const { slots, estimates, ranks, ending, around } = current;
  const place = { rank: ranks.get(id) ?? 0, memory: estimates.get(id)?.memory ?? 0 };
  const hold = (waits: () => void) => around.store.locks.hold(state.key, ending.signal, waits);
  const turn = await turnOf(place, hold, slots);
  if (turn === undefined) return notStarted(id, current);
  try {
    const now = await lookedAtAgain(task, state, current);
    return now.state === 'cached' ? found(task, now, current, true) : await performed(task, now, current);
  } finally {
    await turn.end();
  }
}

/** Another run may have made it. What was damaged is made again in any case, as the plan says. */
async function lookedAtAgain(
  task: PlannedTask,
  state: ToRun,
  current: Schedule,
): Promise<Exclude<TaskState, { state: 'waiting' }>> {
  return state.why.reason === 'damaged' ? state : decided(task, current);
}

async function performed(task: PlannedTask, state: ToRun, current: Schedule): Promise<Outcome> {
  const { id } = task;
  const { estimates, made, around } = current;
  await around.prepare();
  if (around.signal.aborted) return notStarted(id, current);
  const expected = estimates.get(id)?.seconds;
  around.emit({ event: 'started', task: id, why: state.why, resumesAt: state.resumesAt, expected });
  const result = await perform(task, state, made, around);
  if (typeof result === 'string') return result === 'failed' ? fails(id, current) : 'not done';
  made.set(id, result);
  return 'there';
}
