import { counted } from '../../artifact/numbers.js';
import type { Cell, Table } from '../../artifact/table.js';
import { newTally, type Differing } from './tally.js';
import { text64, ulps64 } from './ulp.js';

/** What is not the same of two tables but their values: columns that only one has, and how many rows there are. */
export function tableForms(before: Table, after: Table): readonly string[] {
  const [was, is] = [columnsOf(before), columnsOf(after)];
  return [
    ...was.filter((name) => !is.includes(name)).map((name) => `column ${name}: absent in the second`),
    ...is.filter((name) => !was.includes(name)).map((name) => `column ${name}: absent in the first`),
    ...(before.rows.length === after.rows.length
      ? []
      : [`${counted(before.rows.length, 'row')} → ${counted(after.rows.length, 'row')}`]),
  ];
}

/** Where cells differ of columns that both tables have, row by row. NaN is NaN. */
export function differingCells(before: Table, after: Table): Differing {
  const tally = newTally();
  const common = columnsOf(before).filter((name) => columnsOf(after).includes(name));
  const rows = Math.min(before.rows.length, after.rows.length);
  for (const [row, cells] of before.rows.slice(0, rows).entries())
    for (const column of common) {
      const [was, is] = [cells[column] ?? '', after.rows[row]?.[column] ?? ''];
      if (Object.is(was, is)) continue;
      tally.note(ulpsOf(was, is), () => ({
        at: { kind: 'cell', row: row + 1, column },
        before: cellText(was),
        after: cellText(is),
      }));
    }
  return tally.result(rows * common.length);
}

function ulpsOf(was: Cell, is: Cell): number | null {
  return typeof was === 'number' && typeof is === 'number' ? ulps64(was, is) : null;
}

function cellText(cell: Cell): string {
  return typeof cell === 'number' ? text64(cell) : JSON.stringify(cell);
}

function columnsOf({ description }: Table): readonly string[] {
  return description.columns.map(({ name }) => name);
}
