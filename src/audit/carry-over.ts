import { defer, switchMap } from '../run/streams.js';
import { keyOf, type Plan, type PlannedTask } from '../plan/recipe.js';
import type { Executor } from '../run/executor.js';
import type { FromTask, TaskSpec } from '../run/messages.js';
import { inputArtifacts, silentContext } from '../run/context.js';
import type { Retrace } from '../stage/contract.js';
import { loadRetrace } from '../stage/registry.js';
import type { CarriedOver, TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { drawParts } from './draw.js';
import { recordProblems } from './record-problems.js';
import { retrace, type Retracers } from './retracing.js';
import { streamOf } from './stream.js';

export interface CarryOver {
  readonly plan: Plan;
  readonly store: Store;
  /** How many parts of each task are done again. */
  readonly count: number;
  readonly seed: number;
  /** Processes at a time for one task. */
  readonly processes: number;
  /** Who runs what is not carried over, and does the parts again. */
  readonly executor: Executor;
}

/**
 * An executor that carries over, where it can, what other code made: where a task's stage can do parts of its work again and the task's last
 * record differs in nothing but the code, parts of it drawn by chance are done again with the code of now. If each comes out as
 * recorded, the task's outputs are those of that record, and what a longer one goes on from is this code's too. If one does not, the
 * task fails: the code gives other bits. Everything else is run.
 */
export function carryingOver(carry: CarryOver): Executor {
  return (spec, shares, signal) =>
    defer(() => oldOf(spec, carry)).pipe(
      switchMap((old) =>
        old === undefined
          ? carry.executor(spec, shares, signal)
          : streamOf<FromTask>(async (emit) => {
              emit(await carried(spec, old, { ...carry, shares, signal }, emit));
            }),
      ),
    );
}

/** What other code made of a task. */
interface Old {
  readonly task: PlannedTask;
  readonly record: TaskRecord;
  readonly stage: Retrace;
}

/** Undefined where the task is to be run: nothing but its code must be other than in its last record, whose bytes are whole. */
async function oldOf(spec: TaskSpec, { plan, store }: CarryOver): Promise<Old | undefined> {
  const task = plan.tasks.find(({ id }) => id === spec.id);
  const stage = await loadRetrace(spec.run);
  const last = await store.lastRuns.read(plan.graph.pipeline.name);
  const key = Object.hasOwn(last, spec.id) ? last[spec.id] : undefined;
  const record = key && (await store.records.find(key));
  if (task === undefined || stage === undefined || record === undefined) return undefined;
  if (record.failure !== null || !onlyCodeDiffers(record, spec)) return undefined;
  const damage = await Promise.all(
    Object.values(record.outputs).map(({ digest }) => store.objects.check(digest)),
  );
  return damage.every((found) => found === undefined) ? { task, record, stage } : undefined;
}

/** With this code in the old record's preimage, its key is that of the task that is to run. */
function onlyCodeDiffers({ preimage }: TaskRecord, { code, key }: TaskSpec): boolean {
  return preimage.code !== code && keyOf({ ...preimage, code }) === key;
}

type Around = CarryOver & Retracers;

async function carried(
  spec: TaskSpec,
  { task, record, stage }: Old,
  around: Around,
  tell: (message: FromTask) => void,
): Promise<FromTask> {
  const { store, count, seed } = around;
  const outputs = inputArtifacts(record.outputs, store);
  const all = [{ item: spec.id, called: stage.called, parts: await stage.parts(outputs) }];
  const [drawn] = drawParts(all, count, seed);
  if (drawn === undefined || drawn.parts.length === 0)
    return refused(`${spec.id} has no ${stage.called.many} to do again`);
  const old = { ...spec, chain: record.chain };
  const result = await retrace(old, record.outputs, drawn.parts, around, (progress) => {
    tell({ type: 'progress', progress });
  });
  if ('failure' in result) return { type: 'failed', failure: result.failure };
  const { parts } = result.retraced;
  const [problem] = recordProblems(task, record, result.retraced);
  const wrong = problem ?? parts.find(({ difference }) => difference !== null)?.difference?.text;
  if (wrong !== undefined) return refused(wrong);
  const carriedOver: CarriedOver = { from: record.key, reexecuted: parts.length, of: drawn.of };
  const from = record.chain === null ? undefined : store.chain(record.chain);
  await stage.carry(silentContext(spec, store), outputs, from, carriedOver);
  const { environment: servedBy } = result;
  return {
    type: 'done',
    outputs: record.outputs,
    failure: null,
    servedBy,
    memory: record.memory,
    carriedOver,
  };
}

function refused(why: string): FromTask {
  const message = `not carried over: ${why}. Run it without --carry-over: this code gives other bits than that which made the record.`;
  return { type: 'failed', failure: { kind: 'failed', message, details: '' } };
}
