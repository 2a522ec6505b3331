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

/** A cell as CSV has it: in quotes where it must be. */
export function quoted(text: string): string {
  return /[",\r\n]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Reads what `encodeCsv` wrote. Throws RangeError where the text does not have the described columns. */
export function decodeCsv(text: string, description: TableDescription): Table {
  const [header, ...lines] = csvRecords(text);
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

const plainCell = /[^",\r\n]*/y;
const cellEnd = /,|\r?\n|$/y;

/** The cells of a CSV text, row by row. Throws RangeError where it is malformed. */
export function csvRecords(text: string): string[][] {
  const all: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length;) {
    const [cell, after] = text[at] === '"' ? quotedCell(text, at) : unquotedCell(text, at);
    row.push(cell);
    const end = matchAt(cellEnd, text, after);
    at = after + end.length;
    if (end === ',' && at < text.length) continue;
    if (end === ',') row.push('');
    all.push(row);
    row = [];
  }
  return all;
}

function unquotedCell(text: string, at: number): [cell: string, after: number] {
  const cell = matchAt(plainCell, text, at);
  return [cell, at + cell.length];
}

/** A cell in quotes and where it ends. Not one pattern: the engine would keep a way back for each quote in a long text. */
function quotedCell(text: string, start: number): [cell: string, after: number] {
  let cell = '';
  for (let at = start + 1; ;) {
    const end = text.indexOf('"', at);
    if (end === -1) throw new RangeError('the CSV is malformed');
    cell += text.slice(at, end);
    if (text[end + 1] !== '"') return [cell, end + 1];
    cell += '"';
    at = end + 2;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  const [found] = pattern.exec(text) ?? [];
  if (found === undefined) throw new RangeError('the CSV is malformed');
  return found;
}
