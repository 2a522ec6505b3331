import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nearMiss, suggestion } from '../stage/nearest.js';
import type { Plan, PlannedTask } from '../plan/recipe.js';
import { BadInput } from '../stage/problem.js';

/** The file of a pipeline that is named by its path, or by its name alone: `quickstart` is pipelines/quickstart.json here. */
export function pipelineFileOf(named: string): string {
  const inFolder = join('pipelines', `${named}.json`);
  return !existsSync(named) && existsSync(inFolder) ? inFolder : named;
}

/** The tasks that a name is of: one task's own, or a stage's, whose cells are all meant. Throws BadInput where there is none. */
export function tasksNamed({ tasks, graph }: Plan, name: string): readonly PlannedTask[] {
  const found = tasks.filter(({ id }) => id === name);
  const cells = found.length > 0 ? found : tasks.filter(({ graph: task }) => task.name === name);
  if (cells.length > 0) return cells;
  const stages = [...new Set(tasks.map(({ graph: task }) => task.name))];
  throw new BadInput({
    place: `${graph.pipeline.name}/${name}`,
    rule: `there is no task "${name}".`,
    remedy: nearMiss(name, [...stages, ...tasks.map(({ id }) => id)]) ?? suggestion(name, stages),
  });
}
