import type { Plan } from '../plan/recipe.js';
import { byStage } from './text.js';

/** The tasks whose bytes other machines may make otherwise. */
export function machineBound({ tasks }: Plan): readonly string[] {
  return tasks.filter((task) => task.machineBound).map(({ id }) => id);
}

/** What no lock file speaks of, as the end of a sentence; nothing where it speaks of everything. */
export function leftOut(plan: Plan): string {
  const tasks = machineBound(plan);
  return tasks.length === 0 ? '' : `, but for what is machine-bound: ${byStage(tasks)}`;
}
