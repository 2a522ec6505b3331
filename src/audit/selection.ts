import type { Plan, PlannedTask } from '../plan/recipe.js';
import { suggestion } from '../stage/nearest.js';
import { BadInput } from '../stage/problem.js';

/**
 * The tasks that these patterns name: a task, all cells of a stage by its name, or a glob in which * stands for anything. All
 * tasks where there are no patterns. Throws BadInput where a pattern names nothing, at the place where it was written.
 */
export function selected(
  { tasks }: Plan,
  patterns: readonly string[],
  placeOf = (pattern: string) => `--only ${pattern}`,
): readonly PlannedTask[] {
  if (patterns.length === 0) return tasks;
  const named = patterns.map((pattern) => tasks.filter((task) => names(pattern, task)));
  const wrong = patterns.filter((_, index) => named[index]?.length === 0);
  if (wrong.length > 0)
    throw new BadInput(
      wrong.map((pattern) => ({
        place: placeOf(pattern),
        rule: 'names no task of the pipeline.',
        remedy: suggestion(pattern, [...new Set(tasks.flatMap(({ id, graph }) => [graph.name, id]))]),
      })),
    );
  return tasks.filter((task) => named.some((some) => some.includes(task)));
}

function names(pattern: string, { id, graph: { name } }: PlannedTask): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return pattern === name || new RegExp(`^${parts.join('.*')}$`, 's').test(id);
}
