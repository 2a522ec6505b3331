import { tableMediaType } from '../artifact/table.js';
import { tableDescriptionOf } from '../artifact/table-description.js';
import type { PlannedTask } from '../plan/recipe.js';
import type { Artifact } from '../store/records.js';

/** Every declared output must have been written, and no other; each has its declared media type, and tables their columns. */
export function outputsOf(
  task: PlannedTask,
  written: Readonly<Record<string, Artifact>>,
): Readonly<Record<string, Artifact>> {
  const declared = task.graph.stage.description.outputs;
  const wrong = [
    ...Object.keys(declared).filter((name) => !Object.hasOwn(written, name)),
    ...Object.keys(written).filter((name) => !Object.hasOwn(declared, name)),
  ];
  if (wrong.length > 0)
    throw new Error(
      `stage "${task.graph.use}" must write exactly its declared outputs; see ${wrong.join(', ')}`,
    );
  const outputs = Object.entries(written).map(([name, artifact]): [string, Artifact] => {
    const { mediaType = '' } = declared[name] ?? {};
    if (mediaType === tableMediaType) tableDescriptionOf(artifact.description);
    return [name, { ...artifact, mediaType }];
  });
  return Object.fromEntries(outputs);
}
