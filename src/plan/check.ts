import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { TSchema } from 'typebox';
import type { Json } from '../artifact/json.js';
import type { Problem } from '../stage/problem.js';
import { isSetting } from './setting.js';
import { placeAt, plain, type Located, type Path } from './located.js';
import { remedyAt } from './used.js';
import { nearMiss, suggestion } from '../stage/nearest.js';
import { sentence } from './sentence.js';
import { formsWith, withoutEchoes } from './unions.js';

/** That a schema is one, compiling it shows; checking it first by the schema of schemas would take longer than all else here. */
const ajv = new Ajv2020({
  ...{ allErrors: true, useDefaults: true, verbose: true, formats: { path: true } },
  validateSchema: false,
});
/** Compiling takes long: once a text, and its text is looked at once a schema. */
const compiled = new Map<string, ValidateFunction>();
const known = new WeakMap<TSchema, ValidateFunction>();

function validatorOf(schema: TSchema): ValidateFunction {
  const validate = known.get(schema) ?? compiledFrom(schema);
  known.set(schema, validate);
  return validate;
}

function compiledFrom(schema: TSchema): ValidateFunction {
  const text = JSON.stringify(schema);
  const validate = compiled.get(text) ?? ajv.compile(schema);
  compiled.set(text, validate);
  known.set(schema, validate);
  return validate;
}

/** How errors name what was checked: `train.with` before a parameter, and what an unknown name is said not to be. */
export interface Wording {
  readonly prefix: string;
  /** `is not a parameter of stage "train"`, of a name in what stands at a path. */
  unknown(path: Path): string;
  /** Names that a `--set` can begin with, besides those of the schema. */
  readonly settable?: readonly string[];
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
  const problems = errors.map((error) => {
    const { remedy, ...told } = problemOf(error, from, wording);
    return { ...told, ...remedyAt(from, pathOf(error), remedy) };
  });
  return { value, problems };
}

function problemOf(error: ErrorObject, from: Located, wording: Wording): Problem {
  const { prefix, settable = [] } = wording;
  const path = pathOf(error);
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
    const place = placeAt(from, [...path, added], true);
    const names = [
      ...(isSetting(place) && path.length === 0 ? settable : []),
      ...Object.keys(properties ?? {}),
    ];
    return {
      place,
      rule: `${named([added])} ${wording.unknown(path)}.`,
      remedy: suggestion(added, names),
    };
  }
  return { place: placeAt(from, path), rule: `${named([])} ${sentence(error)}.`, ...remedyOf(error) };
}

/** ajv writes it as a JSON pointer. */
function pathOf({ instancePath }: ErrorObject): readonly string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function remedyOf({ keyword, data, schema }: ErrorObject): { remedy?: string } {
  if (keyword === 'oneOf' && isBounded(data))
    return { remedy: `Use between: [${data.atLeast}, ${data.atMost}].` };
  const others = keyword === 'anyOf' ? formsWith(data, schema) : [];
  if (others.length > 0) return { remedy: others.join(' ') };
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

/** Whether both bounds of a number are given apart. */
function isBounded(data: unknown): data is { readonly atLeast: number; readonly atMost: number } {
  if (typeof data !== 'object' || data === null || !('atLeast' in data && 'atMost' in data)) return false;
  return typeof data.atLeast === 'number' && typeof data.atMost === 'number';
}

function near(data: string, names: readonly string[]): { remedy?: string } {
  return { remedy: nearMiss(data, names) ?? `It is ${shortened(JSON.stringify(data))}.` };
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
