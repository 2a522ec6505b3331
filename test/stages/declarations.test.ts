import { readdir, readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import type { TSchema } from 'typebox';
import { editorSchemas } from '../../src/plan/editor-schemas.js';
import { BadInput } from '../../src/stage/problem.js';
import { findStage, stageNames } from '../../src/stage/registry.js';

/** JSON Schema's own words, which TypeBox's type does not list. */
interface Annotated {
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Annotated[];
  readonly items?: Annotated;
}

const declarations = await Promise.all(
  stageNames().map(async (name) => {
    const stage = await findStage(name, '.');
    if (stage === undefined) throw new Error(`there is no stage ${name}`);
    return stage.description;
  }),
);

function parametersOf(schemas: Readonly<Record<string, TSchema>>): readonly (readonly [string, Annotated])[] {
  return Object.entries(schemas);
}

/** What only who writes the pipeline can know. */
const asked = ['fetch.name', 'fetch.sha256', 'fetch.bytes', 'fetch.from'];

test('every parameter of every stage has a title, a description and a default, unless it may be absent or only a person knows it', (t) => {
  for (const { name, parameters } of declarations) {
    for (const [parameter, schema] of parametersOf(parameters.properties)) {
      t.truthy(schema.title, `${name}.${parameter} has no title`);
      t.truthy(schema.description, `${name}.${parameter} has no description`);
      t.is(
        schema.default === undefined,
        asked.includes(`${name}.${parameter}`) || !parameters.required.includes(parameter),
        `${name}.${parameter}: default`,
      );
    }
  }
});

test('every number that a stage takes has bounds', (t) => {
  const unbounded = (schema: Annotated): boolean => {
    const { type, minimum, exclusiveMinimum, maximum, anyOf = [], items } = schema;
    const open =
      (type === 'number' || type === 'integer') &&
      ((minimum ?? exclusiveMinimum) === undefined || maximum === undefined);
    return open || anyOf.some(unbounded) || (items !== undefined && unbounded(items));
  };
  const found = declarations.flatMap(({ name, parameters }) =>
    parametersOf(parameters.properties)
      .filter(([, schema]) => unbounded(schema))
      .map(([parameter]) => `${name}.${parameter}`),
  );
  t.deepEqual(found, []);
});

test("a stage's declaration has its folder's name, and describes itself, its inputs and its outputs", (t) => {
  t.deepEqual(
    declarations.map(({ name }) => name),
    stageNames(),
  );
  for (const { name, description, inputs, outputs } of declarations)
    for (const { description: text } of [
      { description },
      ...Object.values(inputs),
      ...Object.values(outputs),
    ])
      t.truthy(text, name);
});

/** Whether a stage says of what machine its outputs are, or that this one cannot make them. */
async function namesMachine(machine: Promise<unknown> | undefined): Promise<boolean> {
  try {
    return (await machine) !== undefined;
  } catch (error) {
    if (error instanceof BadInput) return true;
    throw error;
  }
}

test('what every stage makes with TensorFlow is machine-bound, and with the portable engine is not', async (t) => {
  const opening = declarations.filter(({ parameters }) => 'engine' in parameters.properties);
  t.deepEqual(
    opening.map(({ name }) => name),
    ['evaluate', 'rates', 'statistics', 'train'],
  );
  for (const { name, machine } of opening) {
    t.true(await namesMachine(machine?.({ engine: 'tensorflow' })), name);
    t.false(await namesMachine(machine?.({ engine: 'portable' })), name);
  }
});

test('the schemas in schemas/ are what the stages declare', async (t) => {
  for (const [name, text] of await editorSchemas())
    t.is(await readFile(`schemas/${name}`, 'utf8'), text, name);
});

test("an editor's schemas accept every pipeline of the project, and find a misspelt parameter", async (t) => {
  const ajv = new Ajv2020({ strict: false, formats: { path: true } });
  for (const [name, text] of await editorSchemas()) ajv.addSchema(JSON.parse(text) as object, name);
  const validate = ajv.getSchema('pipeline.schema.json');
  if (validate === undefined) return void t.fail('there is a schema of pipelines');
  const files = (await readdir('pipelines')).filter(
    (file) => file.endsWith('.json') && !file.endsWith('.lock.json'),
  );
  for (const file of files)
    t.true(
      validate(JSON.parse(await readFile(`pipelines/${file}`, 'utf8'))),
      `${file}: ${JSON.stringify(validate.errors)}`,
    );
  t.false(validate({ name: 'p', stages: { a: { use: 'train', with: { learnRate: 1 } } } }));
  const training = (parameters: object) =>
    validate({ name: 'p', stages: { a: { use: 'train', with: parameters } } });
  t.true(training({ learningRate: { $matrix: 'rate' } }));
  t.true(training({ engine: 'tensorflow', arithmetic: { $matrix: 'arithmetic' } }));
  t.false(training({ engine: 'tensorflow', arithmetic: 'fma' }));
});
