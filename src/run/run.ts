import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import { lastValueFrom, Observable, tap } from 'rxjs';
import { canonicalJson, sameJson, type Digest } from '../artifact/digest.js';
import { tableMediaType } from '../artifact/table.js';
import { tableDescriptionOf } from '../artifact/table-description.js';
import { decide, statesOf, type ToRun } from '../plan/state.js';
import type { Plan, PlannedTask } from '../plan/recipe.js';
import type { Artifact, TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { environment } from './environment.js';
import type { RunEvent } from './events.js';
import type { FromTask } from './messages.js';
import { taskProcess } from './process.js';
import type { Executor } from './executor.js';
import { coreShares } from './shares.js';
import { specOf } from './spec.js';

export interface RunOptions {
  /** Tasks at a time. */
  readonly jobs: number;
  /** Shared among the tasks that run. */
  readonly cores: number;
  /** Aborted when the run is to stop: tasks end at their next durable point, and none is started. */
  readonly signal: AbortSignal;
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

type Emit = (event: RunEvent) => void;

async function runAll(plan: Plan, store: Store, options: RunOptions, emit: Emit): Promise<void> {
  const limit = pLimit(options.jobs);
  const deciding = pLimit(options.jobs);
  const shares = coreShares(options.cores);
  setMaxListeners(0, options.signal);
  const made = new Map<string, TaskRecord>();
  const outcomes = new Map<string, Promise<boolean>>();
  const before = await statesOf(plan, store);
  const last = await store.lastRuns.read(plan.graph.pipeline.name);
  const keys: Record<string, Digest> = { ...last };

  const settle = async (task: PlannedTask): Promise<boolean> => {
    const needed = [...new Set(task.graph.inputs.map((input) => input.task.id))];
    const done = await Promise.all(needed.map(async (id) => (await outcomes.get(id)) === true));
    const missing = needed.find((_, index) => !done[index]);
    if (missing !== undefined) {
      emit({ event: 'skipped', task: task.id, because: missing });
      return false;
    }
    const known = before.get(task.id);
    const state =
      known !== undefined && known.state !== 'waiting'
        ? known
        : await deciding(() => decide(task, (id) => made.get(id)?.outputs ?? {}, store, known?.before));
    const record =
      state.state === 'cached'
        ? state.record
        : await limit(() => perform(plan, task, state, { made, store, shares, options, emit }));
    if (record === undefined) return false;
    made.set(task.id, record);
    keys[task.id] = record.key;
    emit({ event: state.state === 'cached' ? 'cached' : 'made', task: task.id, key: record.key, record });
    return true;
  };

  for (const task of plan.tasks) outcomes.set(task.id, settle(task));
  await Promise.all(outcomes.values());
  await remember(plan, store, last, keys);
}

/** Nothing is decided by what is remembered here, so a store that cannot be written does not fail a run that wrote nothing else. */
async function remember(
  { graph }: Plan,
  { lastRuns }: Store,
  last: Readonly<Record<string, Digest>>,
  keys: Readonly<Record<string, Digest>>,
): Promise<void> {
  if (sameJson(last, keys)) return;
  try {
    await lastRuns.write(graph.pipeline.name, keys);
  } catch {
    // The next plan explains less.
  }
}

interface Surroundings {
  readonly made: ReadonlyMap<string, TaskRecord>;
  readonly store: Store;
  readonly shares: Observable<number>;
  readonly options: RunOptions;
  readonly emit: Emit;
}

/** Runs one task and keeps its record; undefined where it made nothing, which has then been said. */
async function perform(
  plan: Plan,
  task: PlannedTask,
  { preimage, key, why, resumesAt }: ToRun,
  around: Surroundings,
): Promise<TaskRecord | undefined> {
  const { made, store, options, emit } = around;
  if (options.signal.aborted) {
    emit({ event: 'failed', task: task.id, failure: { kind: 'stopped', message: 'not started' } });
    return undefined;
  }
  emit({ event: 'started', task: task.id, why, resumesAt });
  const started = new Date();
  try {
    const spec = specOf(plan, task, preimage, made, store.root);
    const answer = await answerOf(task, spec, around);
    if (answer.type === 'failed') {
      emit({ event: 'failed', task: task.id, failure: answer.failure });
      return undefined;
    }
    const record: TaskRecord = {
      format: 'samebits/record/2',
      task: task.id,
      key,
      preimage,
      listing: await store.objects.put(listingOf(task)),
      chain: spec.chain,
      outputs: outputsOf(task, answer.outputs),
      failure: answer.failure,
      ...(task.machineBound ? { machineBound: true } : {}),
      environment: { ...answer.servedBy, ...environment() },
      startedAt: started.toISOString(),
      seconds: (Date.now() - started.getTime()) / 1000,
      memory: answer.memory,
    };
    await store.records.keep(record);
    return record;
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    emit({ event: 'failed', task: task.id, failure: { kind: 'failed', message, details: stack } });
    return undefined;
  }
}

/** What the code digest is the digest of, as bytes. */
function listingOf({ code }: PlannedTask): Buffer {
  return Buffer.from(canonicalJson(code.listing));
}

type Answer = Exclude<FromTask, { type: 'progress' }>;

async function answerOf(
  task: PlannedTask,
  spec: ReturnType<typeof specOf>,
  { shares, options, emit }: Surroundings,
): Promise<Answer> {
  const { executor = taskProcess, signal } = options;
  const messages = executor(spec, shares, signal).pipe(
    tap((message) => {
      if (message.type === 'progress') emit({ event: 'progress', task: task.id, progress: message.progress });
    }),
  );
  const answer = await lastValueFrom(messages);
  if (answer.type === 'progress') throw new Error('its process ended without an answer');
  return answer;
}

/** Every declared output must have been written, and no other; each has its declared media type, and tables their columns. */
function outputsOf(
  task: PlannedTask,
  written: Readonly<Record<string, Artifact>>,
): Readonly<Record<string, Artifact>> {
  const declared = task.graph.stage.description.outputs;
  const wrong = [
    ...Object.keys(declared).filter((name) => !Object.hasOwn(written, name)),
    ...Object.keys(written).filter((name) => !Object.hasOwn(declared, name)),
  ];
  if (wrong.length > 0)
    throw new Error(
      `stage "${task.graph.use}" must write exactly its declared outputs; see ${wrong.join(', ')}`,
    );
  const outputs = Object.entries(written).map(([name, artifact]): [string, Artifact] => {
    const { mediaType = '' } = declared[name] ?? {};
    if (mediaType === tableMediaType) tableDescriptionOf(artifact.description);
    return [name, { ...artifact, mediaType }];
  });
  return Object.fromEntries(outputs);
}
