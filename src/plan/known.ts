import type { JsonObject } from '../artifact/json.js';
import type { KnownArtifact, KnownInput, KnownInputs, StageContext } from '../stage/contract.js';
import type { GraphInput, GraphTask } from './graph.js';

/** What can be said of artifacts before they are made. */
export interface Knowledge {
  /** The members of an output's description that follow from what is asked. */
  descriptionOf(task: GraphTask, output: string): JsonObject;
  inputsOf(task: GraphTask): KnownInputs;
}

/** A sound task's parameters, as its stage's own functions take them. */
export function checkedParameters({ parameters }: GraphTask): StageContext['parameters'] {
  // They were checked against the stage's schema.
  return parameters as StageContext['parameters'];
}

/**
 * From what the stages declare (`known`), each asked when it is needed, and once a task and output. Of a task whose parameters are wrong
 * nothing is known.
 */
export function knowledgeOf(isSound: (task: GraphTask) => boolean): Knowledge {
  const inputs = new Map<GraphTask, KnownInputs>();
  const artifacts = new Map<GraphTask, Map<string, KnownArtifact>>();

  const artifactOf = (task: GraphTask, output: string): KnownArtifact => {
    const made = artifacts.get(task) ?? new Map<string, KnownArtifact>();
    artifacts.set(task, made);
    const artifact = made.get(output) ?? newArtifact(task, output);
    made.set(output, artifact);
    return artifact;
  };

  const newArtifact = (task: GraphTask, output: string): KnownArtifact => {
    const declared = task.stage.description.outputs[output];
    let description: JsonObject | undefined;
    return {
      mediaType: declared?.mediaType ?? '',
      get description() {
        return (description ??=
          (isSound(task) ? declared?.known?.(checkedParameters(task), inputsOf(task)) : undefined) ?? {});
      },
    };
  };

  const knownInput = (task: GraphTask, { role, task: maker, outputs }: GraphInput): KnownInput => ({
    stage: maker.name,
    cell: task.stage.description.inputs[role]?.many === true ? maker.cell : {},
    artifacts: Object.fromEntries(
      Object.entries(outputs).map(([reader, output]) => [reader, artifactOf(maker, output)]),
    ),
    inputs: inputsOf(maker),
  });

  const inputsOf = (task: GraphTask): KnownInputs => {
    const before = inputs.get(task);
    if (before !== undefined) return before;
    const roles: Record<string, KnownInput[]> = {};
    for (const input of task.inputs) (roles[input.role] ??= []).push(knownInput(task, input));
    inputs.set(task, roles);
    return roles;
  };

  return { inputsOf, descriptionOf: (task, output) => artifactOf(task, output).description };
}
