import type { JsonObject } from './json.js';
import { isJsonObject } from './json.js';
import { decodeCsv, type Column, type Table, type TableDescription } from './table.js';

/** A table artifact: its bytes and its description. Throws TypeError or RangeError where they are not a table's. */
export function decodeTable(bytes: Buffer, description: JsonObject): Table {
  return decodeCsv(bytes.toString('utf8'), tableDescriptionOf(description));
}

/** An artifact's description as that of a table. Throws TypeError where it is not one. */
export function tableDescriptionOf(description: JsonObject): TableDescription {
  const { columns } = description;
  if (!Array.isArray(columns)) throw new TypeError('the description of a table has no columns');
  return { ...description, title: textOf(description.title), columns: columns.map(columnOf) };
}

function columnOf(column: unknown): Column {
  // An element of a JSON array is JSON.
  const value = column as JsonObject;
  if (!isJsonObject(value)) throw new TypeError('a column of a table has no description');
  const { name, type, title } = value;
  if (typeof name !== 'string' || (type !== 'number' && type !== 'text'))
    throw new TypeError('a column of a table has no name or no type');
  return { ...value, name, type, title: textOf(title) || name };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
