import { lockIfThere, recipeDifferences, type Lock } from '../../audit/lock.js';
import type { Plan } from '../../plan/recipe.js';

/** The lock file, where there is one; and where it speaks of other tasks, if the pipeline was asked as it stands. */
export async function lockFor(
  file: string,
  plan: Plan,
  asItStands: boolean,
): Promise<{ readonly lock: Lock | undefined; readonly problems: readonly string[] }> {
  const lock = await lockIfThere(file);
  return { lock, problems: lock !== undefined && asItStands ? recipeDifferences(lock, plan) : [] };
}
