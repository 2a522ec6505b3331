import type { JsonObject } from './json.js';

/** A table's bytes are CSV (RFC 4180, \n line ends, shortest round-trip numbers); its description names the columns. */
export const tableMediaType = 'text/csv';

export type Cell = number | string;
export type Row = Readonly<Record<string, Cell>>;

export interface Column extends JsonObject {
  readonly name: string;
  readonly type: 'number' | 'text';
  /** What the values are, with their unit: an axis can be labelled with it. */
  readonly title: string;
  /** All the words that a column of text can hold, where they are known. */
  readonly values?: readonly string[];
}

export interface TableDescription extends JsonObject {
  readonly title: string;
  readonly columns: readonly Column[];
}

export interface Table {
  readonly description: TableDescription;
  readonly rows: readonly Row[];
}

export function encodeCsv({ description: { columns }, rows }: Table): string {
  const lines = rows.map((row) => columns.map(({ name }) => cellText(row, name)).join(','));
  return [columns.map(({ name }) => quoted(name)).join(','), ...lines, ''].join('\n');
}

function cellText(row: Row, name: string): string {
  const cell = row[name];
  if (cell === undefined) throw new RangeError(`a row has no value for column ${name}`);
  return typeof cell === 'number' ? String(cell) : quoted(cell);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Reads what `encodeCsv` wrote. Throws RangeError where the text does not have the described columns. */
export function decodeCsv(text: string, description: TableDescription): Table {
  const [header, ...lines] = records(text);
  const names = description.columns.map(({ name }) => name);
  if (header?.join() !== names.join()) throw new RangeError('the CSV has other columns');
  const rows = lines.map((cells) => {
    if (cells.length !== names.length) throw new RangeError('a CSV row has another number of cells');
    return Object.fromEntries(
      description.columns.map(({ name, type }, index) => [
        name,
        type === 'number' ? Number(cells[index]) : (cells[index] ?? ''),
      ]),
    );
  });
  return { description, rows };
}

const cellPattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function records(text: string): string[][] {
  const all: string[][] = [];
  let row: string[] = [];
  cellPattern.lastIndex = 0;
  while (cellPattern.lastIndex < text.length) {
    const match = cellPattern.exec(text);
    if (match === null) throw new RangeError('the CSV is malformed');
    const [, quotedText, plain, end] = match;
    row.push(quotedText?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    all.push(row);
    row = [];
  }
  return all;
}
