import { csvRecords, quoted } from '../artifact/table.js';

/** How a spreadsheet knows a formula; tab and carriage return are passed over by some. */
const formula = /^[=+\-@\t\r]/;
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$|^-?Infinity$/i;

/**
 * A table's CSV for people, who open it in a spreadsheet: text that would be run as a formula has an apostrophe before it. Numbers, and
 * tables without such text, keep their bytes; the artifact keeps them in any case. Undefined where it is no CSV: what a spreadsheet
 * would make of that is not known.
 */
export function forSpreadsheets(csv: Buffer): Buffer | undefined {
  const rows = rowsOf(csv.toString('utf8'));
  if (rows === undefined) return undefined;
  if (!rows.some((row) => row.some(isFormula))) return csv;
  const lines = rows.map((row) => row.map((cell) => quoted(isFormula(cell) ? `'${cell}` : cell)).join(','));
  return Buffer.from(`${lines.join('\n')}\n`);
}

function rowsOf(text: string): string[][] | undefined {
  try {
    return csvRecords(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isFormula(cell: string): boolean {
  return formula.test(cell) && !number.test(cell);
}
