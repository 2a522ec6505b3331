import type { Column, Row, Table } from '../../src/artifact/table.js';
import { BadInput } from '../../src/stage/problem.js';
import type { FigureParameters } from './parameters.js';
import { sameCell, valuesWanted } from './where.js';

export const place = 'figure';

/** The table's rows that `where` keeps; a prediction that does not have a column holds for all its values. */
export function selectedRows(table: Table, { where }: FigureParameters): readonly Row[] {
  const conditions = Object.entries(where).map(([name, value]) => [name, valuesWanted(value)] as const);
  const rows = table.rows.filter((row) =>
    conditions.every(
      ([name, values]) => row[name] === undefined || values.some((value) => sameCell(row[name], value)),
    ),
  );
  if (rows.length > 0) return rows;
  throw new BadInput({
    place: `${place}, where`,
    rule: table.rows.length === 0 ? 'the table has no rows.' : 'no row of the table has these values.',
    remedy:
      table.rows.length === 0
        ? 'Draw another table, or let its stage measure more.'
        : `Compare them with the table: ${conditions.map(([name]) => `${name} is ${someOf(table.rows, name)}`).join('; ')}.`,
  });
}

/** A few of a column's values, each once. */
function someOf(rows: readonly Row[], name: string): string {
  const values = [...new Set(rows.map((row) => String(row[name])))];
  return values.length > 8 ? `${values.slice(0, 8).join(', ')}, …` : values.join(', ');
}

/** The column of that name; what a figure names was checked (`figureMistakes`). */
export function columnOf(columns: readonly Column[], name: string): Column {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new RangeError(`there is no column ${name}`);
  return column;
}
