import type { JsonObject } from '../artifact/json.js';
import { codeOf, inputsOf, parametersOf, stageOf, type Executed } from '../store/executed.js';

/** The crate's main file: what was executed, each task with all that its bytes follow from. */
export function workflowOf({ name, records }: Executed): JsonObject {
  const tasks = records.map((record): [string, JsonObject] => [
    record.task,
    {
      stage: stageOf(record),
      parameters: parametersOf(record),
      code: codeOf(record),
      key: record.key,
      inputs: inputsOf(record).map(({ role, digest }) => ({ role, digest })),
      outputs: Object.fromEntries(
        Object.entries(record.outputs).map(([output, { digest }]) => [output, digest]),
      ),
    },
  ]);
  return { format: 'samebits/executed/1', pipeline: name, tasks: Object.fromEntries(tasks) };
}
