import { canonicalJson } from '../artifact/digest.js';
import type { Json, JsonObject } from '../artifact/json.js';
import { exactNumber, grouped } from '../artifact/numbers.js';
import { agrees } from '../stage/cell.js';
import type { Problem } from '../stage/problem.js';
import { memberOf, membersOf, placeAt, plain, type Located } from './located.js';
import { wrongMatrixValue, type MatrixValues } from './matrix-values.js';
import { suggestion } from '../stage/nearest.js';

/** One value for each of some matrix variables, in the matrix's order. */
export type MatrixCell = JsonObject;

/** The matrix of a pipeline, as checked JSON. */
export interface Matrix {
  readonly variables: readonly string[];
  readonly cells: readonly MatrixCell[];
  /** Where a variable's value, as it is in a cell, is written. */
  placeOf(variable: string, value: Json): Located | undefined;
}

/** More tasks than anybody waits for: what asks for more is a slip, and would fill the memory before anything is said. */
const mostCells = 100_000;

/**
 * All combinations of the variables' values, plus `include`, less `exclude`: so a pipeline that extends another can narrow it. What is wrong with it goes to `problems`; `known` are the
 * values that exclude can name.
 */
export function matrixOf(declared: Located, known: MatrixValues, problems: Problem[]): Matrix {
  // The pipeline's schema says that every variable has a list, and include and exclude are lists of objects.
  const { include = [], exclude = [], ...lists } = (plain(declared) ?? {}) as Record<string, readonly Json[]>;
  const variables = Object.keys(lists);
  const count = variables.reduce((product, variable) => product * (lists[variable]?.length ?? 0), 1);
  if (count > mostCells) {
    problems.push({
      place: declared.place,
      rule: `the matrix has ${exactNumber(count)} cells; at most ${grouped(mostCells)} are planned.`,
    });
    return { variables, cells: [], placeOf: () => undefined };
  }
  let cells: MatrixCell[] = [{}];
  for (const variable of variables)
    cells = cells.flatMap((cell) => (lists[variable] ?? []).map((value) => ({ ...cell, [variable]: value })));
  const excluded = (exclude as readonly JsonObject[]).filter((part) =>
    Object.keys(part).every((name) => variables.includes(name)),
  );
  const included = include as readonly JsonObject[];
  checkParts(declared, variables, known, problems);
  const whole = distinct([...cells, ...included.map((cell) => project(cell, variables))]);
  const all = whole.filter((cell) => !excluded.some((part) => agrees(part, cell)));
  if (all.length === 0)
    problems.push({
      place: placeAt(declared, ['exclude'], true),
      rule: 'exclude leaves no cell of the matrix.',
      remedy: 'Then nothing would run.',
    });
  const places = placesOf(declared, lists, included);
  return { variables, cells: all, placeOf: (variable, value) => places.get(variable)?.get(value) };
}

/** Where the values are written that cells are made of, by variable: each the first time. */
function placesOf(
  declared: Located,
  lists: Readonly<Record<string, readonly Json[]>>,
  included: readonly JsonObject[],
): ReadonlyMap<string, ReadonlyMap<Json, Located>> {
  const places = new Map(Object.keys(lists).map((variable) => [variable, new Map<Json, Located>()]));
  const add = (variable: string, value: Json, from: Located | undefined) => {
    const known = places.get(variable);
    if (from !== undefined && known?.has(value) === false) known.set(value, from);
  };
  const itemsOf = (list: Located) => (list.kind === 'list' ? list.items : []);
  for (const [variable, values] of Object.entries(lists)) {
    const items = itemsOf(memberOf(declared, variable));
    values.forEach((value, index) => {
      add(variable, value, items[index]);
    });
  }
  const cells = itemsOf(memberOf(declared, 'include'));
  included.forEach((cell, index) => {
    for (const [variable, value] of Object.entries(cell))
      add(variable, value, memberOf(cells[index] ?? declared, variable));
  });
  return places;
}

/** `exclude` names variables of the matrix; `include` names all of them. */
function checkParts(
  declared: Located,
  variables: readonly string[],
  known: MatrixValues,
  problems: Problem[],
): void {
  for (const list of ['exclude', 'include']) {
    const parts = memberOf(declared, list);
    for (const part of parts.kind === 'list' ? parts.items : []) {
      const names = membersOf(part);
      for (const [name, { place, value }] of names)
        if (!variables.includes(name))
          problems.push({
            place,
            rule: `there is no matrix variable "${name}".`,
            remedy: suggestion(name, variables),
          });
        else if (list === 'exclude') {
          const wrong = wrongMatrixValue(name, plain(value), known[name] ?? []);
          if (wrong !== undefined)
            problems.push({ ...wrong, place: value.place, rule: `exclude.${name} ${wrong.rule}` });
        }
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
