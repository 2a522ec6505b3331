import type { Json, JsonObject } from '../artifact/json.js';
import type { Cell, Column, Row } from '../artifact/table.js';
import { cellValueText } from './cell.js';

/** Matrix variables as columns: of numbers where every cell has a number there, else of text. */
export function cellColumns(
  variables: readonly string[],
  cells: readonly { readonly cell: JsonObject }[],
): readonly Column[] {
  return variables.map((name): Column => {
    const isNumber = cells.every(({ cell }) => typeof cell[name] === 'number');
    return { name, type: isNumber ? 'number' : 'text', title: name };
  });
}

/** A cell's values in such columns; what it lacks is no number, or no text. */
export function cellRow(columns: readonly Column[], cell: JsonObject): Row {
  return Object.fromEntries(columns.map((column) => [column.name, valueIn(column, cell[column.name])]));
}

function valueIn({ type }: Column, value: Json | undefined): Cell {
  if (type === 'number') return typeof value === 'number' ? value : NaN;
  return value === undefined ? '' : cellValueText(value);
}
