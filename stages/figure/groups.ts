import type { Cell, Column, Row } from '../../src/artifact/table.js';
import { exactNumber } from '../../src/artifact/numbers.js';

/** Rows that share their values in some columns: one series, or one panel. */
export interface Groups {
  readonly labels: readonly string[];
  readonly indexOf: (row: Row) => number;
}

/** Groups in the order of their values: numbers ascending, texts as they first appear. */
export function groupsBy(rows: readonly Row[], columns: readonly Column[]): Groups {
  const ranks = columns.map((column) => ranksOf(column, rows));
  const identity = (row: Row): string =>
    columns.map(({ name }, at) => ranks[at]?.get(cellOf(row, name))).join();
  const members = new Map(rows.map((row) => [identity(row), row]));
  const ordered = [...members.entries()].sort(([a], [b]) => compareLists(a, b));
  const order = new Map(ordered.map(([key], index) => [key, index]));
  return {
    labels: ordered.map(([, row]) =>
      columns.map((column) => labelOf(column, cellOf(row, column.name))).join(', '),
    ),
    indexOf: (row) => order.get(identity(row)) ?? 0,
  };
}

function ranksOf({ name, type }: Column, rows: readonly Row[]): Map<Cell, number> {
  const values = [...new Set(rows.map((row) => cellOf(row, name)))];
  if (type === 'number') values.sort((a, b) => Number(a) - Number(b));
  return new Map(values.map((value, rank) => [value, rank]));
}

function compareLists(a: string, b: string): number {
  const others = b.split(',');
  const differences = a.split(',').map((rank, at) => Number(rank) - Number(others[at]));
  return differences.find((difference) => difference !== 0) ?? 0;
}

function cellOf(row: Row, name: string): Cell {
  return row[name] ?? '';
}

/** `layer 1`, `tanh`: a value that does not say what it is gets its column's name. */
function labelOf({ name }: Column, value: Cell): string {
  if (typeof value === 'number') return `${name} ${exactNumber(value)}`;
  if (value === '') return `no ${name}`;
  return /^\p{L}/u.test(value) && value !== 'true' && value !== 'false' && value !== 'null'
    ? value
    : `${name} ${value}`;
}
