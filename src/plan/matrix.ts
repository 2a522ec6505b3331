import { canonicalJson } from '../artifact/digest.js';
import type { Json, JsonObject } from '../artifact/json.js';
import type { Located } from './located.js';

/** One value for each of some matrix variables, in the matrix's order. */
export type MatrixCell = JsonObject;

/** The matrix of a pipeline, as checked JSON. */
export interface Matrix {
  readonly variables: readonly string[];
  readonly cells: readonly MatrixCell[];
}

/** All combinations of the variables' values, less `exclude`, plus `include`. */
export function matrixOf(declared: JsonObject): Matrix {
  const { include = [], exclude = [], ...lists } = declared;
  const variables = Object.keys(lists);
  let cells: MatrixCell[] = [{}];
  // The pipeline's schema says that every variable has a list, and include and exclude are lists of objects.
  for (const variable of variables)
    cells = cells.flatMap((cell) =>
      (lists[variable] as readonly Json[]).map((value) => ({ ...cell, [variable]: value })),
    );
  const excluded = exclude as readonly JsonObject[];
  const kept = cells.filter((cell) => !excluded.some((part) => matches(part, cell)));
  const included = (include as readonly JsonObject[]).map((cell) => project(cell, variables));
  return { variables, cells: distinct([...kept, ...included]) };
}

/** Whether `cell` has every value that `part` names. */
export function matches(part: JsonObject, cell: MatrixCell): boolean {
  return Object.entries(part).every(([name, value]) => name in cell && same(cell[name], value));
}

/** The distinct cells of a stage that depends on some of the variables. */
export function projections({ variables, cells }: Matrix, used: ReadonlySet<string>): readonly MatrixCell[] {
  const names = variables.filter((name) => used.has(name));
  return distinct(cells.map((cell) => project(cell, names)));
}

function project(cell: MatrixCell, names: readonly string[]): MatrixCell {
  return Object.fromEntries(names.map((name) => [name, cell[name] ?? null]));
}

function distinct(cells: readonly MatrixCell[]): readonly MatrixCell[] {
  return [...new Map(cells.map((cell) => [canonicalJson(cell), cell])).values()];
}

function same(left: Json | undefined, right: Json): boolean {
  return left !== undefined && canonicalJson(left) === canonicalJson(right);
}

/** `train[tanh,standard]`: a task's name from its stage's and its cell's values. */
export function taskName(stage: string, cell: MatrixCell): string {
  const values = Object.values(cell).map((value) =>
    typeof value === 'string' ? value : canonicalJson(value),
  );
  return values.length === 0 ? stage : `${stage}[${values.join(',')}]`;
}

/** The variable that `{ "$matrix": NAME }` names. */
function matrixVariable(from: Located): string | undefined {
  const only =
    from.kind === 'object' && from.members.size === 1 ? from.members.get('$matrix')?.value : undefined;
  return only?.kind === 'value' && typeof only.value === 'string' ? only.value : undefined;
}

/** Every `$matrix` reference inside a value, with where it stands. */
export function matrixReferences(
  from: Located,
): readonly { readonly name: string; readonly place: string }[] {
  const name = matrixVariable(from);
  if (name !== undefined) return [{ name, place: from.place }];
  if (from.kind === 'value') return [];
  const inside = from.kind === 'list' ? from.items : [...from.members.values()].map(({ value }) => value);
  return inside.flatMap(matrixReferences);
}

/** The value with every `$matrix` reference replaced by the cell's value. */
export function substituted(
  from: Located,
  cell: MatrixCell,
  make: (value: Json, place: string) => Located,
): Located {
  const name = matrixVariable(from);
  if (name !== undefined) return make(cell[name] ?? null, from.place);
  if (from.kind === 'value') return from;
  if (from.kind === 'list')
    return { ...from, items: from.items.map((item) => substituted(item, cell, make)) };
  const members = [...from.members].map(
    ([key, { place, value }]) => [key, { place, value: substituted(value, cell, make) }] as const,
  );
  return { ...from, members: new Map(members) };
}
