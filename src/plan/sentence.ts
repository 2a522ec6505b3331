import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Json } from '../artifact/json.js';
import { counted } from '../artifact/numbers.js';
import { nameIn } from './unions.js';
import { listed } from './words.js';

/** What is wrong, after the name of what it is wrong with: `must be an integer`. */
export function sentence({ keyword, params, message, schema, parentSchema, data }: ErrorObject): string {
  if (keyword === 'required') return `lacks ${String((params as Record<string, unknown>).missingProperty)}`;
  if (keyword === 'type') return `must be ${article(String(schema))}`;
  if (keyword === 'enum') return `must be one of ${JSON.stringify(schema).slice(1, -1)}`;
  if (keyword === 'const') return `must be ${describe(parentSchema) ?? JSON.stringify(schema)}`;
  if (keyword === 'anyOf') return `must be ${alternatives(schema, data)}`;
  if (keyword === 'oneOf') return oneWay(schema, params);
  if (keyword === 'pattern')
    return `is not of the right form: ${(describe(parentSchema) ?? `it must match ${String(schema)}`).replace(/\.$/, '')}`;
  if (isLength(keyword) && typeof schema === 'number') return lengths[keyword](schema);
  return message ?? 'is not valid';
}

/** How long a text or list must be. */
const lengths = {
  minLength: (least: number) =>
    least === 1 ? 'must not be empty' : `must have at least ${counted(least, 'character')}`,
  maxLength: (most: number) => `must have at most ${counted(most, 'character')}`,
  minItems: (least: number) =>
    least === 1 ? 'must not be empty' : `must have at least ${counted(least, 'item')}`,
  maxItems: (most: number) => `must have at most ${counted(most, 'item')}`,
};

/** None of the ways, or the first two that were taken at once. */
function oneWay(schema: unknown, params: ErrorObject['params']): string {
  // The schema of a oneOf is a list of schemas; of its params ajv documents that they name the two that hold, or null.
  const all = ways(schema as readonly Way[]);
  const { passingSchemas } = params as { readonly passingSchemas: readonly number[] | null };
  const both = (passingSchemas ?? []).map((index) => all[index] ?? '');
  return both.length > 1
    ? `has ${both.join(' as well as ')}: they clash`
    : `must have exactly one of ${listed(all, 'or')}`;
}

interface Way {
  readonly required?: readonly string[];
}

/** What each schema of a oneOf requires: `reference and within`, `atLeast`. */
function ways(branches: readonly Way[]): readonly string[] {
  return branches.map(({ required = [] }) => required.join(' and '));
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

interface Branch {
  readonly const?: Json;
  readonly type?: string;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly items?: { readonly type?: string };
}

/** What a union takes: all its branches, or the words among them where a word was given, or the one that an object names. */
function alternatives(schema: unknown, given: unknown): string {
  // The schema of an anyOf is a list of schemas.
  const branches = schema as readonly Branch[];
  const words = branches.filter((branch) => typeof branch.const === 'string');
  const named = words.find((branch) => branch.const === nameIn(given));
  if (named !== undefined) return `${JSON.stringify(named.const)} alone`;
  return listed((typeof given === 'string' && words.length > 0 ? words : branches).map(form), 'or');
}

function form(branch: Branch): string {
  if (branch.const !== undefined) return JSON.stringify(branch.const);
  if (branch.type === 'array') return `a list of ${branch.items?.type ?? 'such'}s`;
  const reference = branch.required?.find((name) => name.startsWith('$'));
  if (reference !== undefined) return `{"${reference}": …}`;
  return branch.description === undefined ? article(branch.type ?? 'value') : within(branch.description);
}

/** A description is a sentence of its own; here it stands within one. */
function within(description: string): string {
  return description.replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase()).replace(/\.$/, '');
}

function describe(schema: unknown): string | undefined {
  return (schema as { description?: string } | undefined)?.description;
}

function isLength(keyword: string): keyword is keyof typeof lengths {
  return Object.hasOwn(lengths, keyword);
}
