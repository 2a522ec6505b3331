import { counted } from '../../src/artifact/numbers.js';
import type { Cell, Row } from '../../src/artifact/table.js';
import { text64, ulps64, ulpText } from '../../src/artifact/ulp.js';

/**
 * Where rows differ first, `row 41, sd  0.0312 → 0.0313 (1 ulp)`, counted from 1 after `skipped` rows of the table before them.
 * Undefined where they are the same.
 */
export function firstDifference(
  before: readonly Row[],
  after: readonly Row[],
  skipped = 0,
): string | undefined {
  for (const [index, row] of before.entries()) {
    const other = after[index];
    const column = other && Object.keys(row).find((name) => !Object.is(row[name], other[name]));
    if (column === undefined) continue;
    const [was = '', is = ''] = [row[column], other?.[column]];
    return `row ${skipped + index + 1}, ${column}  ${cellText(was)} → ${cellText(is)}${apartText(was, is)}`;
  }
  return before.length === after.length
    ? undefined
    : `${counted(before.length, 'row')} → ${counted(after.length, 'row')}`;
}

function apartText(was: Cell, is: Cell): string {
  const ulps = typeof was === 'number' && typeof is === 'number' ? ulps64(was, is) : null;
  return ulps === null ? '' : ` (${ulpText(ulps)})`;
}

function cellText(cell: Cell): string {
  return typeof cell === 'number' ? text64(cell) : JSON.stringify(cell);
}
