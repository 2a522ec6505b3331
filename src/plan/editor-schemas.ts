import type { TSchema } from 'typebox';
import { Type } from '../stage/schema.js';
import type { StageDeclaration } from '../stage/contract.js';
import { findStage, stageNames } from '../stage/registry.js';
import { matrixReference, pipelineSchema } from './schema.js';

/**
 * The schemas an editor reads: one for each stage's `with`, and the pipeline's, which picks them by `use`. Generated, by file
 * name; the run checks with the same declarations, after `$matrix` is replaced.
 */
export async function editorSchemas(): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(stageNames().map((name) => findStage(name, '.')));
  const declarations = found.flatMap((stage) => stage?.description ?? []);
  const stages = declarations.map(
    (each) => [`${each.name}.stage.schema.json`, text(stageSchema(each))] as const,
  );
  return new Map([['pipeline.schema.json', text(pipelineFor(declarations))], ...stages]);
}

function text(schema: object): string {
  const whole = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema };
  return `${JSON.stringify(whole, optionalWhereDefault, 2)}\n`;
}

/** A member with a default need not be written, though once defaults are filled in it is always there. */
function optionalWhereDefault(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('properties' in value) || !('required' in value))
    return value;
  // The two keywords' forms in JSON Schema.
  const { properties, required } = value as {
    properties: Record<string, object>;
    required: readonly string[];
  };
  return { ...value, required: required.filter((name) => !('default' in (properties[name] ?? {}))) };
}

/** A stage's parameters, each of which may also be a matrix reference; an editor still sees title, description, default. */
function stageSchema({ title, description, parameters }: StageDeclaration): object {
  // What a schema says of members together, which TypeBox's type does not list.
  const { if: condition, then = {} } = parameters as {
    readonly if?: object;
    readonly then?: { readonly properties?: Readonly<Record<string, TSchema>> };
  };
  const properties = Object.entries(parameters.properties).map(
    ([name, schema]) => [name, orMatrix(schema)] as const,
  );
  return {
    title,
    description,
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
    ...(condition === undefined ? {} : { if: condition, then: orMatrixInside(then) }),
  };
}

/** A value that must be such and such may still come from the matrix, whose values are not known here. */
function orMatrixInside({
  properties = {},
  ...rest
}: {
  readonly properties?: Readonly<Record<string, TSchema>>;
}): object {
  const members = Object.entries(properties).map(([name, schema]) => [name, orMatrix(schema)] as const);
  return { ...rest, properties: Object.fromEntries(members) };
}

function orMatrix(schema: TSchema): object {
  // JSON Schema's own annotations, which TypeBox's type does not list.
  const {
    title,
    description,
    default: value,
    ...rest
  } = schema as TSchema & { title?: string; description?: string; default?: unknown };
  return { title, description, default: value, anyOf: [rest, matrixReference] };
}

function pipelineFor(declarations: readonly StageDeclaration[]): object {
  const rules = declarations.map(({ name, inputs }) => ({
    if: { properties: { use: Type.Literal(name) }, required: ['use'] },
    then: {
      properties: {
        with: { $ref: `${name}.stage.schema.json` },
        inputs: {
          properties: Object.fromEntries(
            Object.entries(inputs).map(([role, input]) => [role, { description: input.description }]),
          ),
          additionalProperties: false,
        },
      },
    },
  }));
  const { stages } = pipelineSchema.properties;
  const names = { enum: declarations.map(({ name }) => name) };
  const either = {
    anyOf: [names, { pattern: '^\\./stages/' }],
    enumDescriptions: declarations.map(({ title }) => title),
  };
  // A pipeline that extends another takes a stage out by null.
  const patternProperties = Object.fromEntries(
    Object.entries(stages.patternProperties).map(([name, stage]) => [
      name,
      { anyOf: [stage, { type: 'null' }] },
    ]),
  );
  return {
    ...pipelineSchema,
    title: 'A samebits pipeline',
    properties: {
      ...pipelineSchema.properties,
      stages: {
        ...stages,
        patternProperties,
        allOf: [{ additionalProperties: { properties: { use: either }, allOf: rules } }],
      },
    },
  };
}
