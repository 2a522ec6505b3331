import { dirname, resolve } from 'node:path';
import { isJsonObject, type JsonObject } from '../artifact/json.js';
import { findStage, stageNames, type Stage } from '../stage/registry.js';
import { BadInput, type Problem } from '../stage/problem.js';
import { check } from './check.js';
import { located, placeAt, plain, type Located } from './located.js';
import type { Loaded } from './load.js';
import { claimsOf, type PlannedClaim } from './claims.js';
import {
  matrixOf,
  matrixReferences,
  projections,
  substituted,
  taskName,
  type Matrix,
  type MatrixCell,
} from './matrix.js';
import { suggestion } from './nearest.js';
import { inOrder } from './order.js';
import { referencesOf, type Instance, type Reference } from './references.js';
import { pipelineSchema, type Pipeline } from './schema.js';

/** A pipeline's graph: every stage instance in every cell that it depends on, each after what it reads. */
export interface Graph {
  readonly pipeline: Pipeline;
  readonly file: string;
  readonly project: string;
  readonly tasks: readonly GraphTask[];
  readonly claims: readonly PlannedClaim[];
}

export interface GraphTask {
  /** `train[tanh,standard]`. */
  readonly id: string;
  /** The instance's name in the pipeline. */
  readonly name: string;
  readonly use: string;
  readonly stage: Stage;
  readonly cell: MatrixCell;
  /** Parameters, defaults filled in. */
  readonly parameters: JsonObject;
  readonly inputs: readonly GraphInput[];
  /** Where the pipeline file says it. */
  readonly from: Located;
}

export interface GraphInput {
  readonly role: string;
  readonly task: GraphTask;
  /** What the reader calls an output → what the maker calls it. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** From checked text to the graph. Throws BadInput with everything that is wrong with the pipeline, in the file's order. */
export async function expand({ file, document }: Loaded, project: string): Promise<Graph> {
  const { value, problems } = check(pipelineSchema, document, {
    prefix: '',
    unknown: 'is not a member of a pipeline',
  });
  if (problems.length > 0) throw new BadInput(problems);
  // Checked against the schema whose type this is.
  const pipeline = value as Pipeline;
  const found: Problem[] = [];
  const instances = await instancesOf(document, project, found);
  const references = new Map(
    [...instances].map(([name, instance]) => [name, referencesOf(instance, instances, found)]),
  );
  const order = inOrder([...instances.keys()], (name) => references.get(name) ?? [], found);
  const matrix = matrixOf((pipeline.matrix ?? {}) as JsonObject);
  const used = variablesUsed(order, instances, references, document, matrix, found);
  if (found.length > 0) throw new BadInput(found);

  const tasks: GraphTask[] = [];
  for (const name of order) {
    const instance = instances.get(name);
    if (instance === undefined) continue;
    for (const cell of projections(matrix, used.get(name) ?? new Set()))
      tasks.push(
        taskOf({ instance, cell, document, references: references.get(name) ?? [], tasks, project }, found),
      );
  }
  const claims = claimsOf(document, tasks, found);
  if (found.length > 0) throw new BadInput(inFileOrder(found));
  return { pipeline, file, project, tasks: tasks.map((task) => withClaims(task, claims)), claims };
}

interface PlacedInstance extends Instance {
  readonly stage: Stage;
}

async function instancesOf(
  document: Located,
  project: string,
  problems: Problem[],
): Promise<Map<string, PlacedInstance>> {
  const stages = document.kind === 'object' ? document.members.get('stages')?.value : undefined;
  const instances = new Map<string, PlacedInstance>();
  for (const [name, { value: from }] of stages?.kind === 'object' ? stages.members : []) {
    const use = memberText(from, 'use');
    const stage = await findStage(use, project);
    if (stage === undefined)
      problems.push({
        place: placeAt(from, ['use']),
        rule: `there is no stage "${use}".`,
        remedy: suggestion(use, stageNames()),
      });
    else instances.set(name, { name, use, declaration: stage.description, stage, from });
  }
  return instances;
}

function memberText(from: Located, name: string): string {
  const value = plain(from);
  const member = isJsonObject(value) ? value[name] : undefined;
  return typeof member === 'string' ? member : '';
}

/** The matrix variables that each instance depends on: its own and those of what it reads, unless it reads each. */
function variablesUsed(
  order: readonly string[],
  instances: ReadonlyMap<string, PlacedInstance>,
  references: ReadonlyMap<string, readonly Reference[]>,
  document: Located,
  { variables }: Matrix,
  problems: Problem[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, ReadonlySet<string>>();
  const seedVariables = matrixReferences(memberOf(document, 'seed')).map(({ name }) => name);
  for (const name of order) {
    const instance = instances.get(name);
    if (instance === undefined) continue;
    const own = matrixReferences(memberOf(instance.from, 'with'));
    for (const reference of own.filter((each) => !variables.includes(each.name)))
      problems.push({
        place: reference.place,
        rule: `there is no matrix variable "${reference.name}".`,
        remedy: suggestion(reference.name, variables),
      });
    const inherited = (references.get(name) ?? [])
      .filter(({ each }) => !each)
      .flatMap(({ stage }) => [...(used.get(stage) ?? [])]);
    used.set(
      name,
      new Set([...own.map((each) => each.name), ...inherited, ...(takesSeed(instance) ? seedVariables : [])]),
    );
  }
  const all = new Set([...used.values()].flatMap((names) => [...names]));
  for (const variable of variables.filter((each) => !all.has(each)))
    problems.push({
      place: placeAt(memberOf(document, 'matrix'), [variable], true),
      rule: `the matrix variable "${variable}" is not used.`,
      remedy: `Use it: { "$matrix": "${variable}" }, or remove it.`,
    });
  return used;
}

const nothing: Located = { place: '', kind: 'value', value: null };

function memberOf(from: Located, name: string): Located {
  return (from.kind === 'object' ? from.members.get(name)?.value : undefined) ?? nothing;
}

/** Whether the pipeline's seed is this instance's: its stage draws, and it does not say a seed of its own. */
function takesSeed({ declaration, from }: Instance): boolean {
  const own = memberOf(from, 'with');
  return 'seed' in declaration.parameters.properties && !(own.kind === 'object' && own.members.has('seed'));
}

interface Placing {
  readonly instance: PlacedInstance;
  readonly cell: MatrixCell;
  readonly document: Located;
  readonly references: readonly Reference[];
  readonly tasks: readonly GraphTask[];
  readonly project: string;
}

function taskOf(
  { instance, cell, document, references, tasks, project }: Placing,
  problems: Problem[],
): GraphTask {
  const { name, use, stage, declaration, from } = instance;
  const inputs = references.flatMap(({ role, stage: maker, each, outputs }) =>
    tasks
      .filter((task) => task.name === maker && (each || agrees(task.cell, cell)))
      .map((task) => ({ role, task, outputs })),
  );
  const parameters = parametersOf(instance, cell, document, project, problems);
  return {
    id: taskName(name, cell),
    name,
    use,
    stage: { ...stage, description: declaration },
    cell,
    parameters,
    inputs,
    from,
  };
}

/** Whether two cells give the variables that both have the same values. */
function agrees(maker: MatrixCell, reader: MatrixCell): boolean {
  return Object.entries(maker).every(
    ([name, value]) => JSON.stringify(reader[name]) === JSON.stringify(value),
  );
}

function parametersOf(
  instance: PlacedInstance,
  cell: MatrixCell,
  document: Located,
  project: string,
  problems: Problem[],
): JsonObject {
  const { declaration, from, name } = instance;
  const own = memberOf(from, 'with');
  const given =
    own.kind === 'object' ? own : { place: from.place, kind: 'object' as const, members: new Map() };
  const seed = memberOf(document, 'seed');
  const seeded =
    takesSeed(instance) && seed !== nothing
      ? { ...given, members: new Map([...given.members, ['seed', { place: seed.place, value: seed }]]) }
      : given;
  const filled = substituted(seeded, cell, located);
  const checked = check(declaration.parameters, filled, {
    prefix: `${name}.with`,
    unknown: `is not a parameter of stage "${declaration.name}"`,
  });
  for (const problem of checked.problems)
    if (!problems.some(({ place, rule }) => place === problem.place && rule === problem.rule))
      problems.push(problem);
  // A stage's parameters are an object schema.
  return withAbsolutePath(checked.value as JsonObject, declaration.files?.parameter, filled, project);
}

/** A path in a pipeline is seen from the project's folder; one given on the command line, from where the person stands. */
function withAbsolutePath(
  parameters: JsonObject,
  name: string | undefined,
  from: Located,
  project: string,
): JsonObject {
  const path = name === undefined ? undefined : parameters[name];
  if (name === undefined || typeof path !== 'string') return parameters;
  const base = placeAt(from, [name]).startsWith('--set') ? process.cwd() : project;
  return { ...parameters, [name]: resolve(base, path) };
}

/** A stage that reads the pipeline itself is also given the tables that the claims speak of. */
function withClaims(task: GraphTask, claims: readonly PlannedClaim[]): GraphTask {
  if (!task.stage.description.readsPipeline) return task;
  return { ...task, inputs: [...task.inputs, ...claims.flatMap(({ inputs }) => inputs)] };
}

function inFileOrder(problems: readonly Problem[]): readonly Problem[] {
  const position = ({ place }: Problem) => {
    const [, line = '0', column = '0'] = /:(\d+):(\d+)$/.exec(place) ?? [];
    return Number(line) * 1e6 + Number(column);
  };
  return [...problems].sort((a, b) => position(a) - position(b));
}

/** The project's folder: the nearest one above the pipeline file that holds its pipelines/ folder, or the file's own. */
export function projectOf(file: string): string {
  const folder = dirname(resolve(file));
  const at = folder.split(/[\\/]/).lastIndexOf('pipelines');
  return at === -1
    ? folder
    : resolve(folder, ...Array.from({ length: folder.split(/[\\/]/).length - at }, () => '..'));
}
