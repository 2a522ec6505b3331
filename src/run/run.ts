import { setMaxListeners } from 'node:events';
import { Observable } from './streams.js';
import { statesOf, type TaskState } from '../plan/state.js';
import type { Plan } from '../plan/recipe.js';
import { keysAfter, type LastKeys } from '../store/last-runs.js';
import type { Store } from '../store/store.js';
import { memory } from './environment.js';
import type { RunEvent } from './events.js';
import type { Executor } from './executor.js';
import { inUse } from './in-use.js';
import { taskProcess } from './process.js';
import { schedule } from './schedule.js';
import { coreShares } from './shares.js';
import type { Made } from './spec.js';

export interface RunOptions {
  /** Tasks at a time. */
  readonly jobs: number;
  /** Shared among the tasks that run. */
  readonly cores: number;
  /** What the tasks that run may have together, in bytes; what the machine has where nothing is said. */
  readonly memory?: number;
  /** After a task failed, go on with all that does not need it. Without it, what runs is finished and nothing more started. */
  readonly keepGoing?: boolean;
  /** Aborted when the run is to stop: tasks end at their next durable point, and none is started. */
  readonly signal: AbortSignal;
  /** What has to be done once before any task is run; a run that finds everything in the store does without. */
  readonly prepare?: () => Promise<void>;
  /** Who runs a task: a process of its own where nothing is said. */
  readonly executor?: Executor;
}

/** Does the work of a plan: each task once what it reads is made, in a process of its own. Subscribing starts it. */
export function run(plan: Plan, store: Store, options: RunOptions): Observable<RunEvent> {
  return new Observable((subscriber) => {
    const emit = (event: RunEvent) => {
      subscriber.next(event);
    };
    runAll(plan, store, options, emit).then(
      () => {
        subscriber.complete();
      },
      (error: unknown) => {
        subscriber.error(error);
      },
    );
  });
}

async function runAll(
  plan: Plan,
  store: Store,
  options: RunOptions,
  emit: (event: RunEvent) => void,
): Promise<void> {
  const { name } = plan.graph.pipeline;
  const lease = await store.lease(name);
  try {
    const lastRun = store.lastRuns.read(name);
    const made = await settleAll(plan, inUse(store), lastRun, options, emit);
    await remember(plan, store, await lastRun, made);
  } finally {
    await lease.release();
  }
}

async function settleAll(
  plan: Plan,
  store: Store,
  lastRun: Promise<LastKeys>,
  { executor = taskProcess, prepare = () => Promise.resolve(), ...options }: RunOptions,
  emit: (event: RunEvent) => void,
): Promise<Made> {
  const { jobs, cores, keepGoing = false, signal } = options;
  setMaxListeners(0, signal);
  const states = await Promise.race([statesOf(plan, store, lastRun), whenAborted(signal)]);
  let prepared: Promise<void> | undefined;
  const around = {
    ...{ plan, store, executor, signal, emit },
    shares: coreShares(cores),
    prepare: () => (prepared ??= prepare()),
  };
  return schedule(states, around, { jobs, memory: options.memory ?? memory() }, keepGoing);
}

/** A run that is stopped while it still looks at the store knows nothing of any task. */
function whenAborted(signal: AbortSignal): Promise<ReadonlyMap<string, TaskState>> {
  return new Promise((resolve) => {
    const stop = () => {
      resolve(new Map());
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** Nothing is decided by what is remembered here, so a store that cannot be written does not fail a run that wrote nothing else. */
async function remember(
  { tasks, graph }: Plan,
  { lastRuns }: Store,
  before: LastKeys,
  records: Made,
): Promise<void> {
  const { name } = graph.pipeline;
  const made = Object.fromEntries([...records].map(([id, { key }]) => [id, key]));
  const planned = new Set(tasks.map(({ id }) => id));
  try {
    const now = await lastRuns.read(name);
    await lastRuns.write(name, keysAfter({ before, now, planned, made }));
  } catch {
    // The next plan explains less.
  }
}
