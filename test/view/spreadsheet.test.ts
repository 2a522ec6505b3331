import test from 'ava';
import fc from 'fast-check';
import { csvRecords, encodeCsv } from '../../src/artifact/table.js';
import { forSpreadsheets } from '../../src/view/spreadsheet.js';
import { hostileStrings } from '../hostile.js';

const tableOf = (cells: readonly (string | number)[]): Buffer =>
  Buffer.from(
    encodeCsv({
      description: { title: '', columns: [{ name: 'cell', type: 'text', title: '' }] },
      rows: cells.map((cell) => ({ cell })),
    }),
  );

const published = (csv: Buffer): string[] =>
  csvRecords(forSpreadsheets(csv)?.toString('utf8') ?? '')
    .slice(1)
    .map(([cell = '']) => cell);

test('text that a spreadsheet would run has an apostrophe before it', (t) => {
  const cells = ["=cmd|' /C calc'!A0", '+1+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '-', '=', '-1e5x'];
  t.deepEqual(
    published(tableOf(cells)),
    cells.map((cell) => `'${cell}`),
  );
});

test('so has the name of a column', (t) => {
  t.is(forSpreadsheets(Buffer.from('=A1,b\n1,2\n'))?.toString(), "'=A1,b\n1,2\n");
});

test('a table of numbers and harmless words keeps its bytes', (t) => {
  const csv = tableOf([-1.5, 1e-7, -1e21, 0, -Infinity, NaN, 'standard', 'a=b', '1-2', "it's", 'x@y']);
  t.is(forSpreadsheets(csv), csv);
  t.is(forSpreadsheets(Buffer.from('a\n-1.5\n+3\n-.5\n1e-7\n'))?.toString(), 'a\n-1.5\n+3\n-.5\n1e-7\n');
});

test('however a table is filled, no published cell begins as a formula does, unless it is a number', (t) => {
  const isFormula = (cell: string) => /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell));
  const cells = fc.array(fc.oneof(fc.string(), fc.double(), fc.constantFrom(...hostileStrings)), {
    minLength: 1,
  });
  t.notThrows(() => {
    fc.assert(
      fc.property(
        cells,
        (row) => !published(tableOf(row)).some((cell) => isFormula(cell) && cell !== '-Infinity'),
      ),
    );
  });
});

test('what is no CSV is not published as one', (t) => {
  t.is(forSpreadsheets(Buffer.from('a\n"=1')), undefined);
});

test('a cell of ten million characters is read', (t) => {
  const long = '"'.repeat(5_000_000) + ','.repeat(5_000_000);
  t.is(csvRecords(tableOf([long]).toString('utf8'))[1]?.[0]?.length, long.length);
});
