import { sameJson } from '../artifact/digest.js';
import type { Json, JsonObject } from '../artifact/json.js';
import type { Row, Table } from '../artifact/table.js';
import { agrees, cellValueText } from '../stage/cell.js';
import { BadInput } from '../stage/problem.js';

/** A table that a claim may be about, and the matrix values of the cell it comes from. */
export interface ClaimTable {
  readonly cell: JsonObject;
  readonly table: Table;
}

/** Which rows of some tables are meant. */
export interface Sought {
  /** Who asks: `claim top`. */
  readonly place: string;
  readonly where: JsonObject;
  /** Columns that the tables must have. */
  readonly columns: readonly string[];
  readonly row: 'only' | 'last';
}

/** A row, and which replicate it belongs to where there are several. */
export interface FoundRow {
  readonly replicate?: Json;
  readonly row: Row;
}

/** The one row that is meant. Throws BadInput where there is none or another. */
export function onlyRow(sought: Sought, tables: readonly ClaimTable[]): Row {
  const { place, where } = sought;
  const found = tables.flatMap((table) => rowsOf(sought, table));
  const [row, ...others] = found;
  if (row !== undefined && others.length === 0) return row;
  const keys = Object.keys(where);
  throw new BadInput({
    place,
    rule: `where ${keys.length === 0 ? 'is empty and' : `(${keys.join(', ')})`} matches ${found.length} numbers; it must match one.`,
    remedy:
      found.length === 0
        ? 'Compare its values with those of the table and the matrix.'
        : `Name more of ${choices(tables).join(', ')}.`,
  });
}

/** The row that is meant in each of the cells that differ in the variable. */
export function rowsOver(
  variable: string,
  sought: Sought,
  tables: readonly ClaimTable[],
): readonly FoundRow[] {
  const meant = tables.filter(({ cell }) => agrees(sought.where, cell));
  if (!meant.every(({ cell }) => Object.hasOwn(cell, variable)))
    throw new BadInput({
      place: sought.place,
      rule: `the table does not depend on a matrix variable ${variable}.`,
      remedy: 'Name one that it depends on in over.variable.',
    });
  const values = [
    ...new Map(
      meant.map(({ cell }) => [cellValueText(cell[variable] ?? null), cell[variable] ?? null]),
    ).values(),
  ];
  return values.map((replicate) => {
    const own = meant.filter(({ cell }) => sameJson(cell[variable], replicate));
    const place = `${sought.place}, ${variable} ${cellValueText(replicate)}`;
    return { replicate, row: onlyRow({ ...sought, place }, own) };
  });
}

/** The rows of a table that are meant. Throws BadInput where it has not all the columns. */
export function rowsOf({ place, where, columns, row }: Sought, { cell, table }: ClaimTable): readonly Row[] {
  if (!agrees(where, cell)) return [];
  const ofRow = Object.entries(where).filter(([key]) => !Object.hasOwn(cell, key));
  for (const key of [...columns, ...ofRow.map(([other]) => other)])
    if (!table.description.columns.some(({ name }) => name === key))
      throw noColumn(place, key, { cell, table });
  const rows = table.rows.filter((each) => ofRow.every(([key, value]) => each[key] === value));
  return row === 'last' ? rows.slice(-1) : rows;
}

export function numberIn(place: string, row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  throw new BadInput({ place, rule: `column ${column} holds text.`, remedy: 'Name a column of numbers.' });
}

function noColumn(place: string, key: string, table: ClaimTable): BadInput {
  return new BadInput({
    place,
    rule: `${key} is neither a column of the table nor a matrix variable of its stage.`,
    remedy: `There are ${choices([table]).join(', ')}.`,
  });
}

function choices(tables: readonly ClaimTable[]): string[] {
  const names = tables.flatMap(({ cell, table }) => [
    ...Object.keys(cell),
    ...table.description.columns.map(({ name }) => name),
  ]);
  return [...new Set(names)];
}
