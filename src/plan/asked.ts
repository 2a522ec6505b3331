import type { Json, JsonObject } from '../artifact/json.js';
import type { Graph, GraphTask } from './graph.js';
import { distinct } from './matrix.js';
import { whereabouts } from './whereabouts.js';

/** The pipeline as a stage that reads it is told of it: words, claims, what was overridden, and every parameter. */
export function pipelineText(graph: Graph): JsonObject {
  const { pipeline, claims, tasks } = graph;
  const { name, title = name, description = '' } = pipeline;
  // A claim is JSON: it was written in a pipeline.
  const written = claims.map(({ claim }) => claim as unknown as JsonObject);
  return {
    name,
    title,
    description,
    claims: written,
    settings: settingsAsked(graph),
    stages: stagesAsked(tasks),
  };
}

/** What the command line overrode, as far as it asks for something else: as `--set` was written, in that order. */
export function settingsAsked({ settings, tasks }: Graph): readonly string[] {
  return settings.filter((text) => !saysWhere(text, tasks));
}

function saysWhere(setting: string, tasks: readonly GraphTask[]): boolean {
  return tasks.some(({ name, stage }) =>
    [...whereabouts(stage.description)].some((parameter) =>
      setting.startsWith(`--set ${name}.with.${parameter}=`),
    ),
  );
}

/** Every stage that makes something to look at, with its parameters; where its cells differ, all the values it has. */
function stagesAsked(tasks: readonly GraphTask[]): readonly JsonObject[] {
  const names = [...new Set(tasks.filter((task) => !isDrawing(task)).map((task) => task.name))];
  return names.map((name) => {
    const cells = tasks.filter((task) => task.name === name);
    const where = cells[0] === undefined ? new Set() : whereabouts(cells[0].stage.description);
    const parameters = Object.keys(cells[0]?.parameters ?? {}).filter((parameter) => !where.has(parameter));
    const values = parameters.map((parameter): [string, Json] => [
      parameter,
      distinct(cells.map((task) => task.parameters[parameter] ?? null)),
    ]);
    return { name, use: cells[0]?.use ?? '', parameters: Object.fromEntries(values) };
  });
}

/** A picture or a page shows its own parameters. */
function isDrawing({ stage }: GraphTask): boolean {
  return stage.description.readsPipeline === true || Object.hasOwn(stage.description.outputs, 'svg');
}
