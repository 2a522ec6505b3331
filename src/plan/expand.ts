import type { JsonObject } from '../artifact/json.js';
import type { Claim } from '../claim/claim.js';
import type { Stage } from '../stage/registry.js';
import { BadInput, type Problem } from '../stage/problem.js';
import { check } from './check.js';
import { claimIdProblems } from './claim-ids.js';
import { claimedStages, claimsOf } from './claims.js';
import type { Graph, GraphTask, PlannedClaim } from './graph.js';
import { located, memberOf, membersOf, nothing, type Located, type Path } from './located.js';
import type { Loaded } from './load.js';
import { makersOf, type Makers } from './makers.js';
import { knowledgeOf, type Knowledge } from './known.js';
import { matrixOf, projections, taskName, type Matrix, type MatrixCell } from './matrix.js';
import { writtenValues } from './matrix-values.js';
import { checkTasks } from './mistakes.js';
import { inFileOrder } from './file-order.js';
import { instancesOf } from './instances.js';
import { inOrder } from './order.js';
import { parametersOf } from './parameters.js';
import { referencesOf, type Instance, type Reference } from './references.js';
import type { Reach } from './reach.js';
import { pipelineSchema, type Pipeline } from './schema.js';
import { soundPart } from './sound.js';
import { sourceOf, type Source } from './source.js';
import { variablesUsed } from './variables.js';

/** From checked text to the graph. Throws BadInput with everything that is wrong with the pipeline, in the file's order. */
export async function expand({ file, document, written: layers, settings, reach }: Loaded): Promise<Graph> {
  const { project } = reach;
  const stages = [...membersOf(memberOf(document, 'stages')).keys()];
  const wording = { prefix: '', unknown: memberOfWhat, settable: stages };
  const { value, problems } = check(pipelineSchema, document, wording);
  const found = [...problems, ...claimIdProblems(document)];
  const sound = problems.length === 0 ? document : soundPart(document);
  if (sound === undefined) throw new BadInput(inFileOrder(found));
  // The members that are read from here on are of the schema's type, whatever is wrong with others.
  const pipeline = (sound === document ? value : check(pipelineSchema, sound, wording).value) as Pipeline;
  const claimed = pipeline.claims ?? [];
  const texts = [document, ...layers];
  const { tasks, knowledge } = await tasksOf(
    { claims: claimed, document: sound, stages, texts, reach },
    found,
  );
  const claims = claimsOf(claimed, sound, { tasks, stages, knowledge, texts }, found);
  if (found.length > 0) throw new BadInput(inFileOrder(found));
  return { pipeline, file, project, settings, tasks: tasks.map((task) => withClaims(task, claims)), claims };
}

/** What a pipeline has at a path, that of an object with a member of a wrong name. */
function memberOfWhat([first, name]: Path): string {
  if (first === 'claims') return 'is not a member of a claim';
  return first === 'stages' && name !== undefined
    ? 'is not a member of a stage'
    : 'is not a member of a pipeline';
}

interface Text {
  readonly claims: readonly Claim[];
  readonly document: Located;
  /** Every stage that is named, also one with which something is wrong. */
  readonly stages: readonly string[];
  /** The document, and all that it was made from. */
  readonly texts: readonly Located[];
  readonly reach: Reach;
}

async function tasksOf(
  { claims, document, stages, texts, reach }: Text,
  problems: Problem[],
): Promise<{ readonly tasks: readonly GraphTask[]; readonly knowledge: Knowledge }> {
  const instances = await instancesOf(document, reach, problems);
  const named = new Set(stages);
  const references = new Map(
    [...instances].map(([name, instance]) => [name, referencesOf(instance, { instances, named }, problems)]),
  );
  const claimed = claimedStages(claims, document).filter(({ stage }) => instances.has(stage));
  const before = (name: string) => [
    ...(references.get(name) ?? []),
    ...(instances.get(name)?.stage.description.readsPipeline ? claimed : []),
  ];
  const order = inOrder([...instances.keys()], before, problems);
  const matrix = matrixOf(memberOf(document, 'matrix'), writtenValues(texts), problems);
  const used = variablesUsed(order, instances, references, document, matrix, problems);
  const makers = new Map<string, Makers>();
  const sound = new Set<GraphTask>();
  for (const name of order) {
    const instance = instances.get(name);
    const variables = used.get(name) ?? new Set();
    if (instance === undefined) continue;
    const setting = { instance, document, references: references.get(name) ?? [], makers, reach, matrix };
    const tasks = projections(matrix, variables).map((cell) => taskOf({ ...setting, cell, sound }, problems));
    makers.set(name, makersOf(name, variables, tasks));
  }
  const tasks = [...makers.values()].flatMap(({ all }) => all);
  const knowledge = knowledgeOf((task) => sound.has(task));
  checkTasks(
    tasks.filter((task) => sound.has(task)),
    { knowledge, matrix, values: writtenValues(texts) },
    problems,
  );
  return { tasks, knowledge };
}

/** The pipeline's seed, 1 where it says none. */
function seedOf(document: Located): Located {
  const seed = memberOf(document, 'seed');
  return seed === nothing ? located(1, document.place) : seed;
}

interface Placing {
  readonly instance: Instance;
  readonly cell: MatrixCell;
  readonly document: Located;
  readonly references: readonly Reference[];
  readonly makers: ReadonlyMap<string, Makers>;
  readonly reach: Reach;
  readonly matrix: Matrix;
  /** The tasks with whose parameters nothing is wrong. */
  readonly sound: Set<GraphTask>;
}

function taskOf(
  { instance, cell, document, references, makers, reach, matrix, sound }: Placing,
  problems: Problem[],
): GraphTask {
  const { name, use, stage, from } = instance;
  const inputs = references.flatMap(({ role, stage: maker, each, outputs }) => {
    const found = makers.get(maker);
    return ((each ? found?.all : found?.within(cell)) ?? []).map((task) => ({ role, task, outputs }));
  });
  const filled = parametersOf({ instance, cell, seed: seedOf(document), matrix }, problems);
  const naming = { instance, written: filled.written, roles: inputs.map(({ role }) => role), reach };
  const source = sourceOf(naming, filled.parameters, problems);
  const task = {
    ...{ id: taskName(name, cell), name, use, stage, cell, inputs, from },
    parameters: withFolder(filled.parameters, stage, source),
    ...(source === undefined ? {} : { source }),
  };
  if (filled.sound) sound.add(task);
  return task;
}

/** A stage is told its folder from the root, wherever it was named from. */
function withFolder(parameters: JsonObject, stage: Stage, source: Source | undefined): JsonObject {
  const { files } = stage.description;
  return files === undefined || source === undefined
    ? parameters
    : { ...parameters, [files.parameter]: source.folder };
}

/** A stage that reads the pipeline itself is also given the tables that the claims speak of. */
function withClaims(task: GraphTask, claims: readonly PlannedClaim[]): GraphTask {
  if (!task.stage.description.readsPipeline) return task;
  return { ...task, inputs: [...task.inputs, ...claims.flatMap(({ inputs }) => inputs)] };
}
