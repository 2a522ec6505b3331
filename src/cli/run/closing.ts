import { counted } from '../../artifact/numbers.js';
import type { Plan } from '../../plan/recipe.js';
import { tallyText, verdictCells } from '../../claim/words.js';
import { diverged, type Outcome } from './outcome.js';
import { machineBound } from '../machine-bound.js';
import { carriedLines } from '../carried.js';
import { byStage, columns, seconds, shown } from '../text.js';

/** What a run came to: the claims, where the report is, and how much work was done. */
export function closing(plan: Plan, outcome: Outcome, elapsed: number): string {
  const bound = machineBound(plan);
  const { verdicts, report, unpublished, lockProblems, lock } = outcome;
  return [
    ...(verdicts.length === 0
      ? []
      : [columns(verdicts.map((verdict) => verdictCells(verdict).map(shown))), tallyText(verdicts)]),
    ...(report === undefined ? [] : [`report   ${report}   (figures beside it: SVG, PNG, CSV)`]),
    ...(unpublished === undefined ? [] : [`report   not written: ${shown(unpublished)}`]),
    ...lockProblems.map((problem) => `lock     ${shown(problem)}`),
    ...(lock === undefined ? [] : [`lock     ${lock}`]),
    ...(bound.length === 0 ? [] : [`machine  ${byStage(bound)}: machine-bound, in no lock file`]),
    ...carriedLines(outcome.records),
    ...undone(outcome),
    work(plan.tasks.length, outcome, elapsed),
  ].join('\n');
}

function work(tasks: number, outcome: Outcome, elapsed: number): string {
  const { records, made, failed, skipped, notStarted, exitCode } = outcome;
  const time = seconds(elapsed);
  const astray = diverged(outcome).length;
  if (made === tasks && astray === 0)
    return `${counted(tasks, 'task')} made in ${time}; nothing was cached.${whatNext()}`;
  if (records.size === tasks && made === 0)
    return `${counted(tasks, 'task')}, all cached and verified, ${time}${astray === 0 ? '' : `; ${astray} diverged`}`;
  const stopped = failed.filter(({ failure }) => failure.kind === 'stopped').length;
  const counts = [
    [made, 'made'],
    [records.size - made, 'cached'],
    [astray, 'diverged'],
    [failed.length - stopped, 'failed'],
    [stopped, 'stopped'],
    [skipped.length, 'skipped'],
    [notStarted.length, 'not started'],
  ] as const;
  const parts = counts.filter(([count, what]) => count > 0 || what === 'made' || what === 'cached');
  const summary = parts.map(([count, what]) => `${count} ${what}`).join(', ');
  return `${summary}; ${time}${exitCode === 130 ? '. Run again to continue.' : ''}`;
}

/** For who has just seen samebits for the first time: `npm start` in its own folder. */
function whatNext(): string {
  return process.env.npm_lifecycle_event === 'start' && process.env.npm_package_name === 'samebits'
    ? ' Again: npm start. Next: npx samebits init my-study'
    : '';
}

/** What was left undone though nothing is wrong with it, and how to have it done. */
function undone({ notStarted, endedBy }: Outcome): readonly string[] {
  if (endedBy === undefined || notStarted.length === 0) return [];
  return [
    `left     ${byStage(notStarted)}: not started, since ${shown(endedBy)} failed. Run again when it is mended; with --keep-going, what does not need it is made too.`,
  ];
}
