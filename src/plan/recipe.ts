import { join } from 'node:path';
import { digestOfJson, type Digest } from '../artifact/digest.js';
import type { Json, JsonObject } from '../artifact/json.js';
import { isClaimRole } from '../claim/claim.js';
import { BadInput } from '../stage/problem.js';
import { digestOfFile } from '../artifact/file-digest.js';
import type { Artifact } from '../store/records.js';
import { pipelineText } from './asked.js';
import { codeOf, type Code } from './code.js';
import type { Graph, GraphInput, GraphTask } from './graph.js';
import { refusal } from './reach.js';
import type { Source } from './source.js';
import { whereabouts } from './whereabouts.js';

/** A task with everything that can be known before anything runs. */
export interface PlannedTask {
  readonly id: string;
  readonly graph: GraphTask;
  /** What was asked: the digest of stage, parameters, source files and the inputs' recipes. */
  readonly recipe: Digest;
  readonly code: Code;
  /** Source files outside the store, by their name under the folder that a parameter names. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** The pipeline's own text, for a stage that reads it; else empty. */
  readonly pipeline: JsonObject;
  /** What the stage says of the machine that its outputs depend on. */
  readonly machine: JsonObject | undefined;
  /** Whether its bytes, or those of anything it is made from, may be others on another machine. */
  readonly machineBound: boolean;
}

export interface SourceFile {
  readonly path: string;
  readonly digest: Digest;
}

export interface Plan {
  readonly graph: Graph;
  /** Each after those whose artifacts it reads. */
  readonly tasks: readonly PlannedTask[];
}

/** Says what a task's source files hold, by their name. */
export type SourcesOf = (task: GraphTask) => Promise<ReadonlyMap<string, SourceFile>>;

/** Adds to a graph what its recipes need: code digests and the digests of source files. Reads files, runs nothing. */
export async function planOf(graph: Graph, sourcesOf: SourcesOf = sourceFiles): Promise<Plan> {
  const planned = new Map<string, PlannedTask>();
  // Once a stage, not once a task: it is the same in all of a stage's cells.
  const codes = new Map<string, Code>();
  for (const task of graph.tasks) {
    const code = codes.get(task.name) ?? codeOf(modulesOf(task));
    codes.set(task.name, code);
    const files = await sourcesOf(task);
    const pipeline = task.stage.description.readsPipeline ? pipelineText(graph) : {};
    const recipe = digestOfJson('samebits/recipe/1', {
      ...asked(task, files, pipeline),
      inputs: task.inputs.map((input) => ({
        ...named(task, input),
        recipe: plannedOf(input.task.id, planned).recipe,
      })),
    });
    const machine = await machineOf(task);
    const machineBound =
      machine !== undefined || task.inputs.some(({ task: { id } }) => plannedOf(id, planned).machineBound);
    planned.set(task.id, {
      ...{ id: task.id, graph: task, recipe, code, files, pipeline },
      ...{ machine, machineBound },
    });
  }
  return { graph, tasks: [...planned.values()] };
}

/** The modules that a task's code begins at. */
export function modulesOf({ stage }: GraphTask): readonly string[] {
  return [stage.declaration, stage.run];
}

/** What recipe and key have in common. A path's place is taken by what its files hold. */
function asked(task: GraphTask, files: PlannedTask['files'], pipeline: JsonObject): JsonObject {
  const where = whereabouts(task.stage.description);
  const parameters = Object.fromEntries(Object.entries(task.parameters).filter(([name]) => !where.has(name)));
  const contents = Object.fromEntries([...files].map(([name, { digest }]) => [name, digest]));
  const { version } = task.stage.description;
  return { stage: task.use, version, parameters, files: contents, pipeline };
}

interface Named extends JsonObject {
  readonly role: string;
  /** What the reader calls an output → what the maker calls it. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly cell: JsonObject;
}

/**
 * How an input is told apart: its role and the outputs read; the cell only where several stages may have the role, so that a
 * stage with one input of its kind cannot depend on what matrix variables are called.
 */
function named(task: GraphTask, { role, task: maker, outputs }: GraphInput): Named {
  return { role, outputs, cell: isOneOfMany(task, role) ? maker.cell : {} };
}

export function isOneOfMany(task: GraphTask, role: string): boolean {
  return isClaimRole(role) || task.stage.description.inputs[role]?.many === true;
}

function plannedOf(id: string, planned: ReadonlyMap<string, PlannedTask>): PlannedTask {
  const task = planned.get(id);
  if (task === undefined) throw new Error(`${id} must be planned before what reads it`);
  return task;
}

/** What the stage says of the machine. Throws BadInput, at the stage's place in the pipeline, where it cannot be had here. */
async function machineOf({ name, stage, parameters, from }: GraphTask): Promise<JsonObject | undefined> {
  try {
    return await stage.description.machine?.(parameters);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(
      error.problems.map(({ place, rule, ...rest }) => ({
        ...rest,
        place: from.place,
        rule: `${name} needs ${place}: ${rule}`,
      })),
    );
  }
}

/** What a task's key is the digest of, once the artifacts it reads are there. */
export function keyPreimage(
  task: PlannedTask,
  artifactsOf: (id: string) => Readonly<Record<string, Artifact>>,
): JsonObject {
  const inputs = task.graph.inputs.map((input) => {
    const { role, cell, outputs } = named(task.graph, input);
    const made = artifactsOf(input.task.id);
    const artifacts = Object.entries(outputs).map(([reader, maker]): [string, Json] => {
      const artifact = made[maker];
      if (artifact === undefined) throw new Error(`${input.task.id} has no artifact ${maker}`);
      const { digest, mediaType, description } = artifact;
      return [reader, { digest, mediaType, description }];
    });
    return { role, cell, artifacts: Object.fromEntries(artifacts) };
  });
  return { ...ownFields(task), inputs };
}

/** What is in a key whatever the inputs are. */
export function ownFields({ graph, files, pipeline, machine, code }: PlannedTask): JsonObject {
  return {
    ...asked(graph, files, pipeline),
    ...(machine === undefined ? {} : { machine }),
    code: code.digest,
  };
}

export function keyOf(preimage: JsonObject): Digest {
  return digestOfJson('samebits/key/1', preimage);
}

/** Names the states of a resumable computation: its key without the parameter that says how far it goes. */
export function chainKeyOf(preimage: JsonObject, extent: string): Digest {
  const parameters = Object.fromEntries(
    Object.entries(preimage.parameters as JsonObject).filter(([name]) => name !== extent),
  );
  return digestOfJson('samebits/chain/1', { ...preimage, parameters });
}

/** Reads them all. Throws BadInput where that cannot be done. */
export async function sourceFiles(task: GraphTask): Promise<ReadonlyMap<string, SourceFile>> {
  const { files } = task.stage.description;
  const { source } = task;
  if (files === undefined || source === undefined) return new Map();
  const { folder } = source;
  const mayRead = (path: string) => {
    assertWithin(source, path);
  };
  const found = new Map<string, SourceFile>();
  for (const { name, path } of byName(await files.list(folder, mayRead), folder)) {
    mayRead(path);
    found.set(name, { path, digest: await digestOrProblem(path) });
  }
  return found;
}

/**
 * What is listed is a set: its order is not in the key, so the stage must not see another one. Nor must it see that a file system
 * writes the same name in another Unicode form: names are in NFC. Throws BadInput where two become one.
 */
function byName(listed: readonly string[], folder: string): readonly { name: string; path: string }[] {
  const paths = new Map<string, string>();
  for (const given of listed) {
    const [name, path] = [given.normalize('NFC'), join(folder, given)];
    if (paths.has(name))
      throw new BadInput({
        place: path,
        rule: 'another file has this name, in another Unicode form.',
        remedy: 'Rename or remove one: elsewhere they would be one file.',
      });
    paths.set(name, path);
  }
  return [...paths].map(([name, path]) => ({ name, path })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A folder may be the project's and yet hold a symbolic link that leads elsewhere. */
function assertWithin({ reach, place }: Source, path: string): void {
  const problem = refusal(reach, path, path, place);
  if (problem !== undefined) throw new BadInput(problem);
}

async function digestOrProblem(path: string): Promise<Digest> {
  try {
    return await digestOfFile(path);
  } catch (error) {
    throw new BadInput({
      place: path,
      rule: `this file cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    });
  }
}
