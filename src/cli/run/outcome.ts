import type { Verdict } from '../../claim/verdict.js';
import type { RunEvent } from '../../run/events.js';
import type { TaskRecord } from '../../store/records.js';

/** What became of the tasks of a run. */
export interface Work {
  readonly records: ReadonlyMap<string, TaskRecord>;
  /** How many tasks were made, not cached. */
  readonly made: number;
  readonly failed: readonly Extract<RunEvent, { event: 'failed' }>[];
  /** Tasks that read what a failed one did not make. */
  readonly skipped: readonly string[];
  /** Tasks with nothing wrong that were not begun, since another had failed or the run was stopped. */
  readonly notStarted: readonly string[];
  /** The task whose failure ended the run. */
  readonly endedBy: string | undefined;
}

/** What a run came to, for whoever reports it. */
export interface Outcome extends Work {
  readonly verdicts: readonly Verdict[];
  /** The published page, from where the person stands. */
  readonly report: string | undefined;
  /** Why there is no page though everything that it shows was made. */
  readonly unpublished: string | undefined;
  readonly lockProblems: readonly string[];
  /** What became of the lock file, where nothing is wrong with it. */
  readonly lock: string | undefined;
  readonly exitCode: number;
}

export const nothingDone: Work = {
  records: new Map(),
  made: 0,
  failed: [],
  skipped: [],
  notStarted: [],
  endedBy: undefined,
};

/** Of a run that did not come to claims, report and lock file. */
export const unjudged = {
  ...{ verdicts: [], report: undefined, unpublished: undefined, lockProblems: [], lock: undefined },
} as const;

/** The work of a run from its events. */
export function workOf(events: readonly RunEvent[]): Work {
  const records = events.flatMap((event): [string, TaskRecord][] =>
    event.event === 'made' || event.event === 'cached' ? [[event.task, event.record]] : [],
  );
  const notStarted = events.filter((event) => event.event === 'not started');
  return {
    records: new Map(records),
    made: events.filter(({ event }) => event === 'made').length,
    failed: events.filter((event) => event.event === 'failed'),
    skipped: events.filter(({ event }) => event === 'skipped').map(({ task }) => task),
    notStarted: notStarted.map(({ task }) => task),
    endedBy: notStarted.find(({ after }) => after !== undefined)?.after,
  };
}

/** Tasks that have outputs and say that their work failed. */
export function diverged({ records }: Work): readonly string[] {
  return [...records].filter(([, { failure }]) => failure !== null).map(([task]) => task);
}

/** Whether it was asked to stop and left something undone for that. */
export function wasStopped({ failed, notStarted, endedBy }: Work): boolean {
  return (
    failed.some(({ failure }) => failure.kind === 'stopped') ||
    (notStarted.length > 0 && endedBy === undefined)
  );
}

export function exitCodeOf(
  work: Work,
  verdicts: readonly Verdict[],
  lockProblems: readonly string[],
): number {
  if (work.failed.some(({ failure }) => failure.kind === 'bad input')) return 2;
  if (wasStopped(work)) return 130;
  const broken = verdicts.some(({ verdict }) => verdict === 'does not hold');
  const unmade = work.failed.length > 0 || diverged(work).length > 0;
  return unmade || broken || lockProblems.length > 0 ? 1 : 0;
}

/**
 * Why the lock file is not to be made from this; undefined where it is. A claim that does not hold is no reason: it is a result, of bytes
 * that can be made again.
 */
export function whyNotLocked(outcome: Outcome): string | undefined {
  if (wasStopped(outcome)) return 'the run was stopped';
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['diverged', diverged(outcome)],
    ['failed', outcome.failed.map(({ task }) => task)],
  ];
  const said = parts
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${what}: ${names.join(', ')}`);
  return said.length === 0 ? undefined : said.join('; ');
}
