import { relative } from 'node:path';
import { Option, type Command } from 'commander';
import { filter, lastValueFrom, tap, toArray } from '../run/streams.js';
import { lockFileOf, outputDifferences, readLock, recipeDifferences, type Lock } from '../audit/lock.js';
import { verdictsOf } from '../audit/verdicts.js';
import { publish } from '../run/publish.js';
import { cores } from '../run/environment.js';
import { run, type RunOptions } from '../run/run.js';
import type { RunEvent } from '../run/events.js';
import type { Plan } from '../plan/recipe.js';
import { BadInput } from '../stage/problem.js';
import { DamagedObject } from '../store/damage.js';
import { DiskError } from '../store/disk-error.js';
import type { Store } from '../store/store.js';
import type { Listener } from './run/listener.js';
import { open, pipelineCommand, type Opened, type PipelineOptions } from './pipeline.js';
import { checkLocking, lockedText } from './run/locking.js';
import { jsonLog } from './run/json-log.js';
import { checkKernels, prepareKernels } from './kernels.js';
import { exitCodeOf, nothingDone, unjudged, wasStopped, workOf, type Outcome } from './run/outcome.js';
import { exit, stopOnInterrupt } from './stop.js';
import { terminal } from './run/terminal.js';

interface Options extends PipelineOptions {
  readonly jobs?: string;
  readonly locked?: boolean;
  readonly updateLock?: boolean;
  readonly keepTables?: boolean;
  readonly keepGoing?: boolean;
}

export function addRun(program: Command): void {
  pipelineCommand(program, 'run')
    .description('do the work of a pipeline whose inputs changed, and report')
    .option('--jobs <n>', 'tasks at a time (as many as there are cores)')
    .option('--keep-going', 'after a failure, go on with what does not need what failed')
    .addOption(
      new Option('--locked', 'fail where anything differs from the lock file').conflicts('updateLock'),
    )
    .option('--update-lock', 'write the lock file: recipes and the digests of what was made')
    .option('--keep-tables', 'with --update-lock: keep the tables too, for who audits a fresh clone')
    .addHelpText('after', '\nExample: samebits run pipelines/quickstart.json --set train.with.updates=3000')
    .action(async (file: string, options: Options) => {
      checkLocking(options);
      const locked = options.locked ? await readLock(lockFileOf(file)) : undefined;
      const opened = await open(file, options);
      const jobs = jobsOf(options.jobs);
      const listener = options.json ? jsonLog(opened.plan) : terminal(opened.plan, jobs);
      const changed = locked === undefined ? [] : recipeDifferences(locked, opened.plan);
      const asked = { jobs, keepGoing: options.keepGoing ?? false };
      const outcome =
        changed.length > 0 ? nothingRun(changed) : await perform(opened, asked, locked, listener);
      listener.finished({ ...outcome, lock: await lockedText(file, options, opened, outcome) });
      process.exitCode = outcome.exitCode;
      if (wasStopped(outcome)) await exit(outcome.exitCode);
    });
}

/** With --locked, what is asked must be what the lock file's makers asked; else there is nothing to compare. */
function nothingRun(lockProblems: readonly string[]): Outcome {
  return { ...nothingDone, ...unjudged, lockProblems, exitCode: 1 };
}

/** How many tasks at a time `--jobs` says. */
export function jobsOf(text: string | undefined): number {
  if (text === undefined) return cores();
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs > 0) return jobs;
  throw new BadInput({ place: `--jobs ${text}`, rule: 'jobs is a number of tasks, 1 or more.' });
}

/** Does the work, judges what came of it and publishes the report. */
export async function perform(
  opened: Opened,
  asked: Pick<RunOptions, 'jobs' | 'keepGoing' | 'executor'>,
  locked: Lock | undefined,
  listener: Listener,
): Promise<Outcome> {
  await checkKernels(opened.plan);
  // Until claims are judged and the report is written from what was found or made.
  const lease = await opened.store.lease(opened.plan.graph.pipeline.name);
  try {
    return await performLeased(opened, asked, locked, listener);
  } finally {
    await lease.release();
  }
}

async function performLeased(
  { plan, store }: Opened,
  asked: Pick<RunOptions, 'jobs' | 'keepGoing' | 'executor'>,
  locked: Lock | undefined,
  listener: Listener,
): Promise<Outcome> {
  const { signal } = stopOnInterrupt(() => {
    listener.stopping();
  });
  const prepare = () => prepareKernels(plan, listener);
  const events = run(plan, store, { ...asked, cores: cores(), signal, prepare }).pipe(
    tap((event) => {
      tell(listener, event);
    }),
    filter(({ event }) => event !== 'progress'),
    toArray(),
  );
  const work = workOf(await lastValueFrom(events));
  // A person who stops a run waits for its end, not for what half of it came to.
  if (wasStopped(work)) return { ...work, ...unjudged, exitCode: exitCodeOf(work, [], []) };
  const verdicts = await verdictsOf(plan, work.records, store);
  const { report, unpublished } = await published(plan, work.records, store);
  const lockProblems = locked === undefined ? [] : outputDifferences(locked, work.records);
  const exitCode = exitCodeOf(work, verdicts, lockProblems);
  return {
    ...{ ...work, verdicts, report, unpublished, lockProblems, lock: undefined },
    exitCode: unpublished === undefined ? exitCode : Math.max(exitCode, 1),
  };
}

/** A page that cannot be written, say since the disk is full, takes nothing away from what was made. */
async function published(
  plan: Plan,
  records: Outcome['records'],
  store: Store,
): Promise<Pick<Outcome, 'report' | 'unpublished'>> {
  try {
    const page = await publish(plan, records, store);
    return { report: page && relative(process.cwd(), page), unpublished: undefined };
  } catch (error) {
    if (!(error instanceof DiskError || error instanceof DamagedObject)) throw error;
    return { report: undefined, unpublished: error.message };
  }
}

/** A listener that fails harms nothing: the work goes on without it. */
function tell(listener: Listener, event: RunEvent): void {
  try {
    listener.next(event);
  } catch {
    // What it could not show is in the records.
  }
}
