import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { Observable } from '../run/streams.js';
import type { Plan, PlannedTask } from '../plan/recipe.js';
import { inputArtifacts } from '../run/context.js';
import { coreShares } from '../run/shares.js';
import type { Retrace } from '../stage/contract.js';
import { loadRetrace } from '../stage/registry.js';
import { DamagedObject } from '../store/damage.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { lockDifferences } from './compare.js';
import { openCleanStore } from './clean-store.js';
import { drawParts, type Drawn, type Parted } from './draw.js';
import { type Astray, unitOf, whereabouts } from './locate.js';
import type { Expectations } from './expected.js';
import type { SpotEvent, SpotFinding } from './findings.js';
import { notVerifiable } from './judge.js';
import { recordProblems } from './record-problems.js';
import { remember } from './remember.js';
import { retrace, type Retracers } from './retracing.js';
import { retraceSpec } from './retrace-spec.js';
import { streamOf } from './stream.js';
import type { Asked, VerifyOptions } from './verify.js';

export interface SpotOptions extends VerifyOptions {
  /** How many parts of each kind are drawn, over all tasks together. */
  readonly count: number;
  readonly seed: number;
}

/** Whether parts of a task can be done again. */
export async function isRetraceable({ graph }: PlannedTask): Promise<boolean> {
  return (await loadRetrace(graph.stage.run)) !== undefined;
}

/**
 * Does parts of recorded tasks again that are drawn by chance over all of them, each from its recorded beginning. Reads the
 * store and writes none of it but what was found. Subscribing starts it.
 */
export function spot(
  plan: Plan,
  chosen: readonly PlannedTask[],
  expectations: Expectations,
  store: Store,
  options: SpotOptions,
): Observable<SpotEvent> {
  return streamOf((emit) => spotAll({ plan, chosen, expectations, store }, options, emit));
}

type Emit = (event: SpotEvent) => void;

async function spotAll(asked: Asked, options: SpotOptions, emit: Emit): Promise<void> {
  const { count, seed, jobs, cores, ...executing } = options;
  setMaxListeners(0, options.signal);
  const recorded: Parted<Item>[] = [];
  for (const task of asked.chosen) {
    const found = await recordedParts(task, asked);
    if ('parts' in found) recorded.push(found);
    else emit({ event: 'retraced', task: task.id, finding: found });
  }
  // Also those of which nothing is drawn: each must hang together from end to end.
  const drawn = drawParts(recorded, count, seed);
  emit({
    event: 'drawn',
    seed,
    tasks: drawn.map(({ item, called, parts, of }) => ({ task: item.task.id, called, parts, of })),
  });
  const limit = pLimit(Math.max(1, Math.min(jobs, drawn.length)));
  const processes = Math.ceil(jobs / Math.max(1, drawn.length));
  const around = { ...executing, shares: coreShares(cores), processes };
  await limit.map(drawn, async (some) => {
    const { task } = some.item;
    emit({ event: 'started', task: task.id });
    emit({ event: 'retraced', task: task.id, finding: await retraced(some, asked, around, emit) });
  });
}

interface Item {
  readonly task: PlannedTask;
  readonly record: TaskRecord;
  readonly stage: Retrace;
}

/** The parts that a task's record has, or why there are none to be done again. */
async function recordedParts(
  task: PlannedTask,
  { expectations, store }: Asked,
): Promise<Parted<Item> | SpotFinding> {
  const { record, locked } = expectations.get(task.id) ?? {};
  const found = notVerifiable(task, { record, locked });
  if (found !== undefined || record === undefined) return { found: found ?? 'not recorded' };
  const stage = await loadRetrace(task.graph.stage.run);
  if (stage === undefined) throw new TypeError(`${task.id} is not recorded in parts`);
  try {
    const parts = await stage.parts(inputArtifacts(record.outputs, store));
    return { item: { task, record, stage }, called: stage.called, parts };
  } catch (error) {
    if (!(error instanceof DamagedObject || error instanceof RangeError)) throw error;
    return { found: 'failed', failure: { kind: 'failed', message: error.message, details: '' } };
  }
}

async function retraced(
  { item: { task, record, stage }, called, parts, of }: Drawn<Item>,
  { plan, expectations, store }: Asked,
  around: Around,
  emit: Emit,
): Promise<SpotFinding> {
  const spec = retraceSpec(plan, task, record, expectations, store);
  const result = await retrace(spec, record.outputs, parts, around, (progress) => {
    emit({ event: 'progress', task: task.id, progress });
  });
  if ('failure' in result) return { found: 'failed', failure: result.failure };
  const { parts: judged, beside } = result.retraced;
  const locked = expectations.get(task.id)?.locked;
  const others = locked === undefined ? [] : lockDifferences(locked.outputs, record);
  const problems = [
    ...recordProblems(task, record, result.retraced),
    ...others.map(({ output, text }) => `${output} is not the lock file's: ${text}`),
  ];
  const differing = judged.filter(({ difference }) => difference !== null);
  const equal = differing.length === 0 && problems.length === 0;
  const reexecuted = judged.length;
  const { environment } = result;
  // That a record of which nothing was drawn hangs together is no execution.
  if (reexecuted > 0 || !equal)
    await remember(store, record, { how: 'spot', reexecuted, of, equal, environment });
  const stretch = differing[0]?.difference?.stretch;
  const where =
    stage.stretches &&
    stretch &&
    (await whereOf({ spec, record, stretch, unit: unitOf(task) }, store, around));
  const found = equal ? 'equal' : 'different';
  const more = where === undefined ? {} : { where };
  return { found, called, reexecuted, of, beside, problems, differing, environment, ...more };
}

async function whereOf(
  astray: Omit<Astray, 'scratch'>,
  store: Store,
  around: Around,
): Promise<string | undefined> {
  const clean = await openCleanStore();
  try {
    return await whereabouts({ ...astray, scratch: clean.store }, store, around, around.other);
  } finally {
    await clean.remove();
  }
}

type Around = Retracers & Pick<SpotOptions, 'other'>;
