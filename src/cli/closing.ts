import { counted } from '../artifact/numbers.js';
import type { Plan } from '../plan/recipe.js';
import { tallyText, verdictCells } from '../claim/words.js';
import type { Outcome } from './listener.js';
import { machineBound } from './machine-bound.js';
import { byStage, columns, seconds, shown } from './text.js';

/** What a run came to: the claims, where the report is, and how much work was done. */
export function closing(plan: Plan, outcome: Outcome, elapsed: number): string {
  const bound = machineBound(plan);
  const { verdicts, report, lockProblems, lock } = outcome;
  return [
    ...(verdicts.length === 0
      ? []
      : [columns(verdicts.map((verdict) => verdictCells(verdict).map(shown))), tallyText(verdicts)]),
    ...(report === undefined ? [] : [`report   ${report}   (figures beside it: SVG, PNG, CSV)`]),
    ...lockProblems.map((problem) => `lock     ${shown(problem)}`),
    ...(lock === undefined ? [] : [`lock     ${lock}`]),
    ...(bound.length === 0 ? [] : [`machine  ${byStage(bound)}: machine-bound, in no lock file`]),
    work(plan.tasks.length, outcome, elapsed),
  ].join('\n');
}

function work(tasks: number, { records, made, failed, exitCode }: Outcome, elapsed: number): string {
  const time = seconds(elapsed);
  if (made === tasks) return `${counted(tasks, 'task')} made in ${time}; nothing was cached.`;
  if (records.size === tasks && made === 0)
    return `${counted(tasks, 'task')}, all cached and verified, ${time}`;
  const parts = [`${made} made`, `${records.size - made} cached`];
  if (failed.length > 0) parts.push(`${failed.length} not finished`);
  const skipped = tasks - records.size - failed.length;
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return `${parts.join(', ')}; ${time}${exitCode === 130 ? '. Run again to continue.' : ''}`;
}
