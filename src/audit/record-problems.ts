import type { PlannedTask } from '../plan/recipe.js';
import type { Retraced } from '../stage/contract.js';
import type { TaskRecord } from '../store/records.js';

/**
 * What is wrong with a record as a whole that no part of it would show: with its outputs by what the stage declares, with what they say
 * together, and with the end that it tells of.
 */
export function recordProblems(
  { graph }: PlannedTask,
  { outputs, failure }: TaskRecord,
  retraced: Retraced,
): readonly string[] {
  const declared = graph.stage.description.outputs;
  const names = [...new Set([...Object.keys(declared), ...Object.keys(outputs)])];
  const wrong = names.filter((name) => declared[name]?.mediaType !== outputs[name]?.mediaType);
  return [
    ...(wrong.length === 0
      ? []
      : [`the record's outputs are not those of the stage: see ${wrong.join(', ')}`]),
    ...(retraced.broken === null ? [] : [retraced.broken]),
    ...(retraced.failure === failure
      ? []
      : [`the record says that ${ended(failure)}, its outputs that ${ended(retraced.failure)}`]),
  ];
}

function ended(failure: string | null): string {
  return failure === null ? 'it came to its end' : `it did not (${failure})`;
}
