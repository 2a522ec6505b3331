import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { TSchema } from 'typebox';
import type { Json } from '../artifact/json.js';
import type { Problem } from '../stage/problem.js';
import { placeAt, plain, type Located, type Path } from './located.js';
import { nearMiss, suggestion } from './nearest.js';

const ajv = new Ajv2020({ allErrors: true, useDefaults: true, verbose: true, formats: { path: true } });
const compiled = new Map<string, ValidateFunction>();

function validatorOf(schema: TSchema): ValidateFunction {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const validate = ajv.compile(schema);
  compiled.set(text, validate);
  return validate;
}

/** How errors name what was checked: `train.with` before a parameter, and what an unknown name is said not to be. */
export interface Wording {
  readonly prefix: string;
  /** `is not a parameter of stage "train"`. */
  readonly unknown: string;
}

export interface Checked {
  /** The plain value, with the schema's defaults filled in. */
  readonly value: Json;
  readonly problems: readonly Problem[];
}

/** Checks a value against a schema. Each problem stands at the place where the value was written. */
export function check(schema: TSchema, from: Located, wording: Wording): Checked {
  const value = plain(from);
  const validate = validatorOf(schema);
  if (validate(value)) return { value, problems: [] };
  const errors = withoutEchoes(validate.errors ?? []);
  return { value, problems: errors.map((error) => problemOf(error, from, wording)) };
}

/** Where a union fails, ajv also reports each branch: of those keep the deepest, which is what was most likely meant. */
function withoutEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const deepest = new Map<string, ErrorObject>();
  // That a condition's `then` fails says nothing that its own errors do not.
  for (const error of errors.filter(({ keyword }) => keyword !== 'if')) {
    const union = errors.find(
      ({ keyword, schemaPath }) =>
        (keyword === 'anyOf' || keyword === 'oneOf') &&
        error.schemaPath !== schemaPath &&
        isInside(error, schemaPath),
    );
    if (union !== undefined) continue;
    const place = `${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`;
    deepest.set(place, error);
  }
  return [...deepest.values()];
}

function isInside({ schemaPath }: ErrorObject, unionPath: string): boolean {
  return schemaPath.startsWith(`${unionPath}/`);
}

function problemOf(error: ErrorObject, from: Located, { prefix, unknown }: Wording): Problem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const named = (more: Path) =>
    [...(prefix === '' ? [] : [prefix]), ...path, ...more].join('.') || 'the pipeline';
  // ajv's `params` has a form for each keyword; these are the ones its documentation gives.
  const params = error.params as Readonly<Record<string, string>>;
  const added = params.additionalProperty ?? params.propertyName;
  if (added !== undefined) {
    const { properties, patternProperties } = (error.parentSchema ?? {}) as {
      properties?: object;
      patternProperties?: object;
    };
    if (properties === undefined && patternProperties !== undefined)
      return {
        place: placeAt(from, [...path, added], true),
        rule: `"${added}" cannot be a name here.`,
        remedy: 'Names are of letters, digits, hyphens and underscores.',
      };
    const known = Object.keys(properties ?? {});
    return {
      place: placeAt(from, [...path, added], true),
      rule: `${named([added])} ${unknown}.`,
      remedy: suggestion(added, known),
    };
  }
  return { place: placeAt(from, path), rule: `${named([])} ${sentence(error)}.`, ...remedyOf(error) };
}

function sentence({ keyword, params, message, schema, parentSchema }: ErrorObject): string {
  if (keyword === 'required') return `lacks ${String((params as Record<string, unknown>).missingProperty)}`;
  if (keyword === 'type') return `must be ${article(String(schema))}`;
  if (keyword === 'enum') return `must be one of ${JSON.stringify(schema).slice(1, -1)}`;
  if (keyword === 'const') return `must be ${describe(parentSchema) ?? JSON.stringify(schema)}`;
  if (keyword === 'anyOf') return `must be ${alternatives(schema)}`;
  if (keyword === 'oneOf') return `must have exactly one of ${ways(schema)}`;
  if (keyword === 'pattern')
    return `is not of the right form: ${describe(parentSchema) ?? `it must match ${String(schema)}`}`;
  return message ?? 'is not valid';
}

/** What each schema of a oneOf requires: `reference and within, atLeast or atMost`. */
function ways(schema: unknown): string {
  const branches = (schema as readonly { required?: readonly string[] }[]).map(({ required = [] }) =>
    required.join(' and '),
  );
  return either(branches);
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function alternatives(schema: unknown): string {
  // The schema of an anyOf is a list of schemas.
  const branches = (
    schema as readonly { const?: Json; type?: string; description?: string; items?: { type?: string } }[]
  ).map((branch) => {
    if (branch.const !== undefined) return JSON.stringify(branch.const);
    if (branch.type === 'array') return `a list of ${branch.items?.type ?? 'such'}s`;
    return branch.description ?? article(branch.type ?? 'value');
  });
  return either(branches);
}

/** `a, b or c`. */
function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function describe(schema: unknown): string | undefined {
  return (schema as { description?: string } | undefined)?.description;
}

function remedyOf({ keyword, data, schema }: ErrorObject): { remedy?: string } {
  if (keyword === 'anyOf' && typeof data === 'string') {
    const names = (schema as readonly { const?: Json }[])
      .map((branch) => branch.const)
      .filter((name) => typeof name === 'string');
    return near(data, names);
  }
  if (keyword === 'enum' && typeof data === 'string') return near(data, schema as string[]);
  if (keyword === 'required') return {};
  return { remedy: `It is ${shortened(JSON.stringify(data))}.` };
}

function near(data: string, names: readonly string[]): { remedy?: string } {
  return { remedy: nearMiss(data, names) ?? `It is ${shortened(JSON.stringify(data))}.` };
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
