import type { ErrorObject } from 'ajv/dist/2020.js';
import { listed } from './words.js';

/**
 * Where a union fails, ajv also reports each branch. If the value has the name of one of them, `{"name": "he", …}`, only what is
 * wrong with that branch is kept; otherwise only that the union fails.
 */
export function withoutEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const told = new Map<string, ErrorObject>();
  for (const error of errors) {
    // That a condition's `then` fails says nothing that its own errors do not.
    if (error.keyword === 'if' || namedBranch(error) !== undefined) continue;
    if (!unions.filter((union) => isInside(error, union)).every((union) => isInNamedBranch(error, union)))
      continue;
    told.set(`${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`, error);
  }
  return [...told.values()];
}

function isInside({ schemaPath, instancePath }: ErrorObject, union: ErrorObject): boolean {
  return (
    schemaPath.startsWith(`${union.schemaPath}/`) && `${instancePath}/`.startsWith(`${union.instancePath}/`)
  );
}

function isInNamedBranch({ schemaPath }: ErrorObject, union: ErrorObject): boolean {
  const branch = namedBranch(union);
  return branch !== undefined && schemaPath.startsWith(`${union.schemaPath}/${branch}/`);
}

/** Which branch of a failing union the value's name belongs to; undefined of other errors too. */
function namedBranch({ keyword, schema, data }: ErrorObject): number | undefined {
  const name = nameIn(data);
  if (keyword !== 'anyOf' || name === undefined) return undefined;
  // The schema of an anyOf is a list of schemas.
  const branches = schema as readonly {
    readonly properties?: { readonly name?: { readonly const?: unknown } };
  }[];
  const index = branches.findIndex(({ properties }) => properties?.name?.const === name);
  return index < 0 ? undefined : index;
}

/** Where an object's name has no options: of which other names the options are that it was given. */
export function formsWith(value: unknown, schema: unknown): readonly string[] {
  if (nameIn(value) === undefined || typeof value !== 'object' || value === null) return [];
  // The schema of an anyOf is a list of schemas.
  const branches = schema as readonly {
    readonly properties?: Readonly<Record<string, { readonly const?: unknown }>>;
  }[];
  return Object.keys(value)
    .filter((option) => option !== 'name')
    .flatMap((option) => {
      const names = branches.flatMap(({ properties = {} }) =>
        Object.hasOwn(properties, option) ? [String(properties.name?.const)] : [],
      );
      return names.length === 0 ? [] : [`${option} is an option of ${listed(names, 'and')}.`];
    });
}

/** The name that an object gives itself. */
export function nameIn(value: unknown): string | undefined {
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
  return typeof name === 'string' ? name : undefined;
}
