import { relative } from 'node:path';
import { counted } from '../../artifact/numbers.js';
import { keepTables, sweepTables, type Kept } from '../../audit/keep-tables.js';
import { keptFolderOf } from '../../audit/kept-tables.js';
import { lockFileOf, lockOf, writeLock } from '../../audit/lock.js';
import { reachOf, refusal } from '../../plan/reach.js';
import type { Plan } from '../../plan/recipe.js';
import { BadInput } from '../../stage/problem.js';
import { leftOut } from '../machine-bound.js';
import type { Opened } from '../pipeline.js';
import { whyNotLocked, type Outcome } from './outcome.js';

interface Locking {
  readonly locked?: boolean;
  readonly updateLock?: boolean;
  readonly keepTables?: boolean;
}

/** Throws BadInput where tables are to be kept that no lock file would name. */
export function checkLocking({ keepTables, updateLock }: Locking): void {
  if (keepTables && !updateLock)
    throw new BadInput({
      place: '--keep-tables',
      rule: 'tables are kept for the lock file that names them.',
      remedy: 'Give --update-lock too.',
    });
}

/** Writes the lock file where that was asked for, and says what became of it. */
export async function lockedText(
  file: string,
  options: Locking,
  { plan, store }: Opened,
  outcome: Outcome,
): Promise<string | undefined> {
  const name = lockFileOf(file);
  if (options.locked)
    return outcome.lockProblems.length === 0 && outcome.exitCode === 0
      ? `every artifact is as in ${name}${leftOut(plan)}`
      : undefined;
  if (!options.updateLock) return undefined;
  const why = whyNotLocked(outcome);
  if (why !== undefined) return `${name} is not written: ${why}`;
  const lock = lockOf(plan, outcome.records);
  if (options.keepTables) checkFolder(plan);
  const kept = options.keepTables ? await keepTables(plan, lock, outcome.records, store) : undefined;
  await writeLock(name, lock);
  if (kept !== undefined) await sweepTables(plan.graph.file);
  return `${name} written${leftOut(plan)}${kept === undefined ? '' : keptText(plan, kept)}`;
}

/** A link that leads out of the project is not written to. */
function checkFolder({ graph: { file, project } }: Plan): void {
  const folder = keptFolderOf(file);
  const problem = refusal(reachOf(project), folder, relative(process.cwd(), folder), '--keep-tables');
  if (problem !== undefined) throw new BadInput({ place: problem.place, rule: problem.rule });
}

function keptText({ graph: { file } }: Plan, { count, left }: Kept): string {
  const folder = relative(process.cwd(), keptFolderOf(file));
  const rest = left.length === 0 ? '' : `, not (too large, or of columns not declared): ${left.join(', ')}`;
  return `; ${counted(count, 'table')} kept in ${folder}${rest}`;
}
