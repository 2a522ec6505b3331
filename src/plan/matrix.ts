import { canonicalJson } from '../artifact/digest.js';
import type { Json, JsonObject } from '../artifact/json.js';
import { exactNumber, grouped } from '../artifact/numbers.js';
import { agrees } from '../stage/cell.js';
import type { Problem } from '../stage/problem.js';
import { memberOf, membersOf, placeAt, plain, type Located } from './located.js';
import { suggestion } from './nearest.js';

/** One value for each of some matrix variables, in the matrix's order. */
export type MatrixCell = JsonObject;

/** The matrix of a pipeline, as checked JSON. */
export interface Matrix {
  readonly variables: readonly string[];
  readonly cells: readonly MatrixCell[];
}

/** More tasks than anybody waits for: what asks for more is a slip, and would fill the memory before anything is said. */
const mostCells = 100_000;

/** All combinations of the variables' values, less `exclude`, plus `include`. What is wrong with it goes to `problems`. */
export function matrixOf(declared: Located, problems: Problem[]): Matrix {
  // The pipeline's schema says that every variable has a list, and include and exclude are lists of objects.
  const { include = [], exclude = [], ...lists } = (plain(declared) ?? {}) as Record<string, readonly Json[]>;
  const variables = Object.keys(lists);
  const count = variables.reduce((product, variable) => product * (lists[variable]?.length ?? 0), 1);
  if (count > mostCells) {
    problems.push({
      place: declared.place,
      rule: `the matrix has ${exactNumber(count)} cells; at most ${grouped(mostCells)} are planned.`,
    });
    return { variables, cells: [] };
  }
  let cells: MatrixCell[] = [{}];
  for (const variable of variables)
    cells = cells.flatMap((cell) => (lists[variable] ?? []).map((value) => ({ ...cell, [variable]: value })));
  const excluded = (exclude as readonly JsonObject[]).filter((part) =>
    Object.keys(part).every((name) => variables.includes(name)),
  );
  const included = include as readonly JsonObject[];
  checkParts(declared, variables, problems);
  const kept = cells.filter((cell) => !excluded.some((part) => agrees(part, cell)));
  const all = distinct([...kept, ...included.map((cell) => project(cell, variables))]);
  if (all.length === 0)
    problems.push({
      place: placeAt(declared, ['exclude'], true),
      rule: 'exclude leaves no cell of the matrix.',
      remedy: 'Then nothing would run.',
    });
  return { variables, cells: all };
}

/** `exclude` names variables of the matrix; `include` names all of them. */
function checkParts(declared: Located, variables: readonly string[], problems: Problem[]): void {
  for (const list of ['exclude', 'include']) {
    const parts = memberOf(declared, list);
    for (const part of parts.kind === 'list' ? parts.items : []) {
      const names = membersOf(part);
      for (const [name, { place }] of names)
        if (!variables.includes(name))
          problems.push({
            place,
            rule: `there is no matrix variable "${name}".`,
            remedy: suggestion(name, variables),
          });
      for (const name of variables)
        if (list === 'include' && !names.has(name))
          problems.push({ place: part.place, rule: `an included cell must give "${name}" a value.` });
    }
  }
}

/** The distinct cells of a stage that depends on some of the variables. */
export function projections({ variables, cells }: Matrix, used: ReadonlySet<string>): readonly MatrixCell[] {
  const names = variables.filter((name) => used.has(name));
  return distinct(cells.map((cell) => project(cell, names)));
}

function project(cell: MatrixCell, names: readonly string[]): MatrixCell {
  return Object.fromEntries(
    names.map((name) => [name, Object.hasOwn(cell, name) ? (cell[name] ?? null) : null]),
  );
}

/** Each value once, in the order of first appearance. */
export function distinct<Value extends Json>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [canonicalJson(value), value])).values()];
}

/**
 * `train[tanh,standard]`: a task's name from its stage's and its cell's values. Words stand as they are, all else as JSON, so that no
 * two cells have one name.
 */
export function taskName(stage: string, cell: MatrixCell): string {
  const values = Object.values(cell).map((value) => (isWord(value) ? value : canonicalJson(value)));
  return values.length === 0 ? stage : `${stage}[${values.join(',')}]`;
}

function isWord(value: Json): value is string {
  return (
    typeof value === 'string' &&
    /^[A-Za-z_][\w.-]*$/.test(value) &&
    !['true', 'false', 'null'].includes(value)
  );
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
