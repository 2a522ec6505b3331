import { setMaxListeners } from 'node:events';
import type { Observable } from '../run/streams.js';
import type { Plan, PlannedTask } from '../plan/recipe.js';
import type { Executor } from '../run/executor.js';
import { coreShares } from '../run/shares.js';
import type { Store } from '../store/store.js';
import { openCleanStore } from './clean-store.js';
import { executeAll } from './executions.js';
import { expectationOf, type Expectations } from './expected.js';
import type { Finding, VerifyEvent } from './findings.js';
import { findingOf, notVerifiable } from './judge.js';
import { unitOf, whereabouts } from './locate.js';
import type { Workplace } from './reexecution.js';
import { retraceSpec } from './retrace-spec.js';
import { scopeOf } from './scope.js';
import { streamOf } from './stream.js';

export interface VerifyOptions {
  /** Tasks at a time. */
  readonly jobs: number;
  /** Shared among the tasks that run. */
  readonly cores: number;
  readonly signal: AbortSignal;
  readonly executor: Executor;
  /** Another executor, which a difference in a computation that is recorded state by state is bisected against. */
  readonly other?: Executor;
}

export type Emit = (event: VerifyEvent) => void;

/**
 * Executes tasks again in a clean temporary store, and holds what they make against records and lock file. Each reads the bytes
 * that are recorded of what it reads, so that one wrong task does not make those after it look wrong; only where the store does
 * not have them is what it reads executed again too. Subscribing starts it.
 */
export function verify(
  plan: Plan,
  chosen: readonly PlannedTask[],
  expectations: Expectations,
  store: Store,
  options: VerifyOptions,
): Observable<VerifyEvent> {
  return streamOf((emit) => verifyAll({ plan, chosen, expectations, store }, options, emit));
}

/** What is verified, and what it is held against. */
export interface Asked {
  readonly plan: Plan;
  readonly chosen: readonly PlannedTask[];
  readonly expectations: Expectations;
  readonly store: Store;
}

async function verifyAll(asked: Asked, options: VerifyOptions, emit: Emit): Promise<void> {
  const { plan, chosen, expectations, store } = asked;
  const verifiable = chosen.filter((task) => {
    const found = notVerifiable(task, expectationOf(task, expectations));
    if (found !== undefined) emit({ event: 'verified', task: task.id, finding: { found } });
    return found === undefined;
  });
  const scope = await scopeOf(plan, verifiable, expectations, store);
  const clean = await openCleanStore();
  setMaxListeners(0, options.signal);
  try {
    const again = new Set(scope.tasks.map(({ id }) => id));
    const place = { ...options, plan, store, clean, shares: coreShares(options.cores), again };
    await executeAll(scope, place, options.jobs, emit, async (task, executed) => {
      const finding = await findingOf(task, expectations, executed, place);
      emit({ event: 'verified', task: task.id, finding: await located(finding, task, asked, place) });
    });
  } finally {
    await clean.remove();
  }
}

/** The finding with more of a difference, where it is in a stretch that can be followed. */
async function located(
  finding: Finding,
  task: PlannedTask,
  { plan, expectations, store }: Asked,
  place: Workplace & VerifyOptions,
): Promise<Finding> {
  const record = expectations.get(task.id)?.record;
  if (finding.found !== 'different' || record === undefined) return finding;
  const stretch = finding.differences.find((each) => each.stretch !== undefined)?.stretch;
  if (stretch === undefined) return finding;
  const spec = retraceSpec(plan, task, record, expectations, store);
  const astray = { spec, record, stretch, unit: unitOf(task), scratch: place.clean.store };
  const where = await whereabouts(astray, store, place, place.other);
  return where === undefined ? finding : { ...finding, where };
}
