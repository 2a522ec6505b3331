import type { JsonObject } from '../artifact/json.js';
import { loadRun } from '../stage/registry.js';
import type { Observer, StageResult } from '../stage/contract.js';
import type { Artifact, CarriedOver } from '../store/records.js';
import { openStore, type Store } from '../store/store.js';
import { contextOf, silent, type Effects } from './context.js';
import type { Failure } from './events.js';
import { failureOf } from './failure.js';
import type { Answer, TaskSpec } from './messages.js';
import { retraceTask } from './retrace.js';
import { assertCode, assertFiles } from './unchanged.js';

/** What a running task is told and tells besides its answer. */
export type TaskEffects = Pick<Effects, 'signal' | 'progress' | 'threads'>;

/** What a task throws that was asked to stop, at its next durable point. */
export class Stopped extends Error {
  override readonly name = 'Stopped';

  constructor() {
    super('run again to go on');
  }
}

/** Runs one stage, from its specification to its answer: the same in whatever process it happens. */
export async function performTask(
  spec: TaskSpec,
  effects: TaskEffects,
  store = openStore(spec.store),
): Promise<Answer> {
  try {
    return await stageRun(spec, effects, store);
  } catch (error) {
    const failure: Failure =
      error instanceof Stopped ? { kind: 'stopped', message: error.message } : failureOf(error);
    return { type: 'failed', failure };
  }
}

async function stageRun(
  spec: TaskSpec,
  { signal, progress, threads }: TaskEffects,
  store: Store,
): Promise<Answer> {
  const outputs: Record<string, Artifact> = {};
  let servedBy: JsonObject = {};
  assertCode(spec);
  const effects: Effects = {
    ...{ signal, progress, threads },
    servedBy: (facts) => (servedBy = { ...servedBy, ...facts }),
    written: (name, artifact) => (outputs[name] = artifact),
  };
  await assertFiles(spec);
  const retraced = spec.retrace && (await retraceTask(spec, spec.retrace, effects, store));
  const { failure = null, carriedOver } = retraced === undefined ? await whole(spec, effects, store) : {};
  await assertFiles(spec);
  // The system counts it in units of 1024 bytes.
  const memory = process.resourceUsage().maxRSS * 1024;
  return {
    ...{ type: 'done', outputs, failure, servedBy, memory },
    ...(retraced && { retraced }),
    // Only a carry-over marks what stages find again, with what it says in the record.
    ...(carriedOver && { carriedOver: carriedOver as CarriedOver }),
  };
}

/** The stage's own work. */
async function whole(spec: TaskSpec, effects: Effects, store: Store): Promise<StageResult> {
  const { run } = await loadRun(spec.run);
  const observers = await observersOf(spec, store, effects);
  return (await run(contextOf(spec, store, effects, observers))) ?? {};
}

/** Other tasks' measurements, made in passing while this one's network is in memory. */
async function observersOf(
  spec: TaskSpec,
  store: Store,
  told: Pick<Effects, 'signal' | 'threads'>,
): Promise<readonly Observer[]> {
  const observers: Observer[] = [];
  for (const other of spec.observers) {
    try {
      assertCode(other);
      const { observe } = await loadRun(other.run);
      if (observe !== undefined) observers.push(await observe(contextOf(other, store, silent(told), [])));
    } catch {
      // Its own task will measure, meet the same error, and report it under its own name.
    }
  }
  return observers;
}
