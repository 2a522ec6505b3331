import type { JsonObject } from '../artifact/json.js';
import { chainKeyOf, isOneOfMany, keyOf, modulesOf, type Plan, type PlannedTask } from '../plan/recipe.js';
import type { GraphInput } from '../plan/graph.js';
import type { Artifact, TaskRecord } from '../store/records.js';
import type { InputSpec, TaskSpec } from './messages.js';

/** The records of the tasks that are made, by task. */
export type Made = ReadonlyMap<string, TaskRecord>;

/** What the process that runs a task must know. */
export function specOf(
  plan: Plan,
  task: PlannedTask,
  preimage: JsonObject,
  made: Made,
  store: string,
): TaskSpec {
  const { extent } = task.graph.stage.description;
  return {
    ...partialSpec(task, task.graph.inputs, made, store),
    key: keyOf(preimage),
    chain: extent === undefined ? null : chainKeyOf(preimage, extent),
    observers: observersOf(plan, task, made).map(({ observer, inputs }) =>
      partialSpec(observer, inputs, made, store),
    ),
  };
}

function partialSpec(task: PlannedTask, inputs: readonly GraphInput[], made: Made, store: string): TaskSpec {
  return {
    id: task.id,
    run: task.graph.stage.run,
    modules: modulesOf(task.graph),
    store,
    key: null,
    parameters: task.graph.parameters,
    inputs: inputs.map((input) => inputSpec(task, input, made)),
    files: [...task.files].map(([name, file]) => ({ name, ...file })),
    pipeline: task.pipeline,
    code: task.code.digest,
    chain: null,
    observers: [],
  };
}

function inputSpec(task: PlannedTask, { role, task: maker, outputs }: GraphInput, made: Made): InputSpec {
  const record = made.get(maker.id);
  if (record === undefined) throw new Error(`${maker.id} is not made yet`);
  const artifacts = Object.entries(outputs).map(([reader, output]): [string, Artifact] => {
    const artifact = record.outputs[output];
    if (artifact === undefined) throw new Error(`${maker.id} has no artifact ${output}`);
    return [reader, artifact];
  });
  const cell = isOneOfMany(task.graph, role) ? maker.cell : {};
  return {
    role,
    cell,
    artifacts: Object.fromEntries(artifacts),
    chain: record.chain,
  };
}

/** The tasks that can measure this one in passing: all that they read besides is made. */
function observersOf(
  plan: Plan,
  task: PlannedTask,
  made: Made,
): readonly { observer: PlannedTask; inputs: readonly GraphInput[] }[] {
  return plan.tasks.flatMap((observer) => {
    const observed = (input: GraphInput) =>
      observer.graph.stage.description.inputs[input.role]?.observes === true;
    const reads = observer.graph.inputs;
    if (!reads.some((input) => observed(input) && input.task.id === task.id)) return [];
    const others = reads.filter((input) => !observed(input));
    return others.every((input) => made.has(input.task.id)) ? [{ observer, inputs: others }] : [];
  });
}
