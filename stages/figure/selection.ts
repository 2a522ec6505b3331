import leven from 'leven';
import type { Cell, Column, Row, Table } from '../../src/artifact/table.js';
import { BadInput } from '../../src/stage/problem.js';
import type { FigureParameters } from './declaration.js';

export const place = 'figure';

/** The table's rows that `where` keeps. Throws BadInput where a column that a parameter names is not there. */
export function selectedRows(table: Table, parameters: FigureParameters): readonly Row[] {
  checkColumns(table.description.columns, parameters);
  const conditions = Object.entries(parameters.where).map(([name, value]): [string, readonly Cell[]] => [
    name,
    Array.isArray(value) ? value : [value],
  ]);
  const rows = table.rows.filter((row) =>
    conditions.every(([name, values]) => values.some((value) => sameCell(row[name], value))),
  );
  if (rows.length === 0)
    throw new BadInput({
      place: `${place}, where`,
      rule: table.rows.length === 0 ? 'the table has no rows.' : 'no row of the table has these values.',
    });
  return rows;
}

/** Matrix values are text columns, but a pipeline file writes their numbers as numbers. */
function sameCell(cell: Cell | undefined, value: Cell): boolean {
  return cell === value || (typeof cell === 'string' && typeof value === 'number' && cell === String(value));
}

function checkColumns(columns: readonly Column[], parameters: FigureParameters): void {
  const { x, measures, series, panels, where } = parameters;
  if (measures.length === 0)
    throw new BadInput({ place, rule: 'measures is empty.', remedy: 'Name at least one column to draw.' });
  const steps = measures.some(({ mark }) => mark === 'step');
  columnOf(columns, 'x.column', x.column, 'number');
  if (steps) columnOf(columns, 'x.upper', x.upper, 'number');
  for (const { column, spread } of measures) {
    columnOf(columns, 'measures', column, 'number');
    if (spread !== '') columnOf(columns, 'measures', spread, 'number');
  }
  for (const name of series) columnOf(columns, 'series', name);
  if (panels !== '') columnOf(columns, 'panels', panels);
  for (const name of Object.keys(where)) columnOf(columns, 'where', name);
}

/** The column of that name, or BadInput with the nearest name there is. */
export function columnOf(
  columns: readonly Column[],
  parameter: string,
  name: string,
  type?: Column['type'],
): Column {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined)
    throw new BadInput({
      place: `${place}, ${parameter}`,
      rule: `there is no column ${JSON.stringify(name)}.`,
      remedy: nearest(name, columns),
    });
  if (type !== undefined && column.type !== type)
    throw new BadInput({ place: `${place}, ${parameter}`, rule: `column ${name} holds text, not numbers.` });
  return column;
}

function nearest(name: string, columns: readonly Column[]): string {
  const names = columns.map((column) => column.name);
  const [best] = names.map((known) => [leven(known, name), known] as const).sort(([a], [b]) => a - b);
  if (best !== undefined && best[0] <= 2) return `Did you mean ${best[1]}?`;
  return `There are ${names.join(', ')}.`;
}
