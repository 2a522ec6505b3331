import { relative } from 'node:path';
import { Option, type Command } from 'commander';
import { lastValueFrom, tap } from 'rxjs';
import {
  lockFileOf,
  lockOf,
  outputDifferences,
  readLock,
  recipeDifferences,
  writeLock,
  type Lock,
} from '../audit/lock.js';
import { verdictsOf } from '../audit/verdicts.js';
import { publish } from '../run/publish.js';
import { cores } from '../run/environment.js';
import { run } from '../run/run.js';
import type { RunEvent } from '../run/events.js';
import { BadInput } from '../stage/problem.js';
import type { TaskRecord } from '../store/records.js';
import type { Listener, Outcome } from './listener.js';
import { open, pipelineCommand, type Opened, type PipelineOptions } from './pipeline.js';
import { jsonLog } from './json-log.js';
import { prepareKernels } from './kernels.js';
import { leftOut } from './machine-bound.js';
import { terminal } from './terminal.js';

interface Options extends PipelineOptions {
  readonly jobs?: string;
  readonly locked?: boolean;
  readonly updateLock?: boolean;
}

export function addRun(program: Command): void {
  pipelineCommand(program, 'run')
    .description('do the work of a pipeline whose inputs changed, and report')
    .option('--jobs <n>', 'tasks at a time (as many as there are cores)')
    .addOption(
      new Option('--locked', 'fail where anything differs from the lock file').conflicts('updateLock'),
    )
    .option('--update-lock', 'write the lock file: recipes and the digests of what was made')
    .addHelpText('after', '\nExample: samebits run pipelines/quickstart.json --set train.with.updates=3000')
    .action(async (file: string, options: Options) => {
      const locked = options.locked ? await readLock(lockFileOf(file)) : undefined;
      const opened = await open(file, options);
      const jobs = jobsOf(options.jobs);
      const listener = options.json ? jsonLog(opened.plan) : terminal(opened.plan, jobs);
      const changed = locked === undefined ? [] : recipeDifferences(locked, opened.plan);
      const outcome =
        changed.length > 0 ? nothingRun(changed) : await perform(opened, jobs, locked, listener);
      listener.finished({ ...outcome, lock: await lockText(file, options, opened, outcome) });
      process.exitCode = outcome.exitCode;
    });
}

/** Writes the lock file where that was asked for, and says what became of it. */
async function lockText(
  file: string,
  { locked, updateLock }: Options,
  { plan }: Opened,
  outcome: Outcome,
): Promise<string | undefined> {
  const name = lockFileOf(file);
  if (locked)
    return outcome.lockProblems.length === 0 && outcome.exitCode === 0
      ? `every artifact is as in ${name}${leftOut(plan)}`
      : undefined;
  if (!updateLock) return undefined;
  if (outcome.exitCode !== 0) return `${name} is not written, since not everything went well`;
  await writeLock(name, lockOf(plan, outcome.records));
  return `${name} written${leftOut(plan)}`;
}

/** With --locked, what is asked must be what the lock file's makers asked; else there is nothing to compare. */
function nothingRun(lockProblems: readonly string[]): Outcome {
  return {
    records: new Map(),
    made: 0,
    failed: [],
    verdicts: [],
    report: undefined,
    lockProblems,
    lock: undefined,
    exitCode: 1,
  };
}

function jobsOf(text: string | undefined): number {
  if (text === undefined) return cores();
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs > 0) return jobs;
  throw new BadInput({ place: `--jobs ${text}`, rule: 'jobs is a number of tasks, 1 or more.' });
}

async function perform(
  { plan, store }: Opened,
  jobs: number,
  locked: Lock | undefined,
  listener: Listener,
): Promise<Outcome> {
  const records = new Map<string, TaskRecord>();
  const failed: Outcome['failed'][number][] = [];
  let made = 0;
  await prepareKernels(plan, listener);
  const signal = stopOnInterrupt(listener);
  const events = run(plan, store, { jobs, cores: cores(), signal }).pipe(
    tap((event) => {
      if (event.event === 'made' || event.event === 'cached') records.set(event.task, event.record);
      if (event.event === 'made') made++;
      if (event.event === 'failed') failed.push(event);
      tell(listener, event);
    }),
  );
  await lastValueFrom(events, { defaultValue: undefined });
  const verdicts = await verdictsOf(plan, records, store);
  const page = await publish(plan, records, store);
  const lockProblems = locked === undefined ? [] : outputDifferences(locked, records);
  const report = page === undefined ? undefined : relative(process.cwd(), page);
  const outcome = { records, made, failed, verdicts, report, lockProblems, lock: undefined };
  return { ...outcome, exitCode: exitCodeOf(outcome) };
}

/** A listener that fails harms nothing: the work goes on without it. */
function tell(listener: Listener, event: RunEvent): void {
  try {
    listener.next(event);
  } catch {
    // What it could not show is in the records.
  }
}

/** The first Ctrl-C ends tasks at their next durable point; the second ends everything at once. */
function stopOnInterrupt(listener: Listener): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    listener.stopping();
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  return controller.signal;
}

function exitCodeOf({ records, failed, verdicts, lockProblems }: Omit<Outcome, 'exitCode'>): number {
  if (failed.some(({ failure }) => failure.kind === 'bad input')) return 2;
  if (failed.some(({ failure }) => failure.kind === 'stopped')) return 130;
  const diverged = [...records.values()].some(({ failure }) => failure !== null);
  const broken = verdicts.some(({ verdict }) => verdict === 'does not hold');
  return failed.length > 0 || diverged || broken || lockProblems.length > 0 ? 1 : 0;
}
