import { fromEvent, lastValueFrom, switchMap, takeUntil, tap, timer, type Observable } from 'rxjs';
import { canonicalJson } from '../artifact/digest.js';
import type { Plan, PlannedTask } from '../plan/recipe.js';
import type { ToRun } from '../plan/state.js';
import { repairText } from '../store/damage.js';
import type { Log } from '../store/logs.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { environment } from './environment.js';
import type { Failure, RunEvent } from './events.js';
import type { Executor } from './executor.js';
import type { Answer, FromTask, TaskSpec } from './messages.js';
import { outputsOf } from './outputs.js';
import { specOf, type Made } from './spec.js';

/** What the tasks of a run have around them. */
export interface Surroundings {
  readonly plan: Plan;
  readonly store: Store;
  /** Kept once nothing stands in the way of running tasks. */
  readonly prepare: () => Promise<void>;
  readonly executor: Executor;
  readonly shares: Observable<number>;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

/** How long a task that was asked to stop may take to reach a durable point; then it is ended, which loses what is newer. */
const graceMilliseconds = 1500;

/** Runs one task and keeps its record. Where there is none, whether it failed or was stopped. Each is told. */
export async function perform(
  task: PlannedTask,
  state: ToRun,
  made: Made,
  around: Surroundings,
): Promise<TaskRecord | 'failed' | 'stopped'> {
  const { store, emit } = around;
  const { id } = task;
  const log = store.log(state.key);
  const started = new Date();
  try {
    const spec = specOf(around.plan, task, state.preimage, made, store.root);
    if (spec.chain !== null) await store.retainChain(spec.chain);
    const answer = await answerOf(spec, log, around);
    if (answer.type === 'failed') return await failed(task, answer.failure, log, emit);
    const record = await recordOf(task, state, spec, answer, started, store);
    await store.records.keep(record);
    const [repaired, kept] = [await repairsOf(state, store), await log.close()];
    emit({ event: 'made', task: id, key: state.key, record, repaired, log: kept });
    return record;
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return await failed(task, { kind: 'failed', message, details: stack }, log, emit);
  }
}

/** What was wrong with the bytes that the task has made again. */
async function repairsOf({ why }: ToRun, { objects }: Store): Promise<readonly string[]> {
  const wrong = why.reason === 'damaged' ? why.wrong : [];
  const repairs = await Promise.all(
    wrong.map(async (digest) => [digest, await objects.repairOf(digest)] as const),
  );
  return repairs.flatMap(([digest, repair]) => (repair === undefined ? [] : [repairText(digest, repair)]));
}

async function failed(
  { id }: PlannedTask,
  failure: Failure,
  log: Log,
  emit: Surroundings['emit'],
): Promise<'failed' | 'stopped'> {
  const lastWord = failure.kind === 'failed' ? `${failure.details}\n` : '';
  emit({ event: 'failed', task: id, failure, log: await log.close(lastWord) });
  return failure.kind === 'stopped' ? 'stopped' : 'failed';
}

async function recordOf(
  task: PlannedTask,
  { key, preimage }: ToRun,
  spec: TaskSpec,
  answer: Extract<Answer, { type: 'done' }>,
  started: Date,
  store: Store,
): Promise<TaskRecord> {
  return {
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
}

/** What the code digest is the digest of, as bytes. */
function listingOf({ code }: PlannedTask): Buffer {
  return Buffer.from(canonicalJson(code.listing));
}

/** A task's answer. What it tells before that goes to the log and to whoever listens. */
async function answerOf(
  spec: TaskSpec,
  log: Log,
  { executor, shares, signal, emit }: Surroundings,
): Promise<Answer> {
  let answer: Answer | undefined;
  const heard = (message: FromTask): void => {
    if (message.type === 'progress') emit({ event: 'progress', task: spec.id, progress: message.progress });
    else if (message.type === 'printed') log.write(message.text);
    else answer = message;
  };
  const messages = executor(spec, shares, signal).pipe(tap(heard), takeUntil(overdue(signal)));
  try {
    await lastValueFrom(messages, { defaultValue: undefined });
  } catch (error) {
    // What a terminal signals reaches a process that does not listen yet, and ends it.
    if (!signal.aborted) throw error;
  }
  if (answer !== undefined) return answer;
  if (!signal.aborted) throw new Error('its process ended without an answer');
  return {
    type: 'failed',
    failure: { kind: 'stopped', message: 'ended between durable points; run again to go on' },
  };
}

function overdue(signal: AbortSignal): Observable<unknown> {
  return signal.aborted
    ? timer(graceMilliseconds)
    : fromEvent(signal, 'abort').pipe(switchMap(() => timer(graceMilliseconds)));
}
