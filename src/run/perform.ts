import type { Observable } from './streams.js';
import type { Plan, PlannedTask } from '../plan/recipe.js';
import type { ToRun } from '../plan/state.js';
import { repairText } from '../store/damage.js';
import type { Log } from '../store/logs.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { answerOf } from './answer.js';
import { carriedIn } from './carried.js';
import type { Failure, RunEvent } from './events.js';
import type { Executor } from './executor.js';
import { failureOf } from './failure.js';
import type { TaskSpec } from './messages.js';
import { type Identity, listingOf, recordOf } from './record.js';
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
    const answer = await answerOf(spec, around, (message) => {
      if (message.type === 'printed') log.write(message.text);
      else emit({ event: 'progress', task: id, progress: message.progress });
    });
    if (answer.type === 'failed') return await failed(task, answer.failure, log, emit);
    const record = recordOf(task, await identityOf(task, state, spec, store), answer, started);
    await store.records.keep(record);
    const [repaired, kept] = [await repairsOf(state, store), await log.close()];
    emit({ event: 'made', task: id, key: state.key, record, repaired, log: kept });
    return record;
  } catch (error) {
    return await failed(task, failureOf(error), log, emit);
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

/** Of an execution that goes on from states which other code made, its record says so. */
async function identityOf(
  task: PlannedTask,
  { key, preimage }: ToRun,
  { chain }: TaskSpec,
  store: Store,
): Promise<Identity> {
  const listing = await store.objects.put(listingOf(task));
  const carriedOver = chain === null ? undefined : await carriedIn(task, store.chain(chain));
  return { key, preimage, listing, chain, ...(carriedOver === undefined ? {} : { carriedOver }) };
}
