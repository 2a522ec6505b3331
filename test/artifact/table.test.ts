import test from 'ava';
import fc from 'fast-check';
import { decodeCsv, encodeCsv, type TableDescription } from '../../src/artifact/table.js';

const description: TableDescription = {
  title: 'A table',
  columns: [
    { name: 'x', type: 'number', title: 'x' },
    { name: 'label, "quoted"', type: 'text', title: 'label' },
  ],
};

test('a table is read back as it was, every number to the last bit and every text', (t) => {
  const row = fc.record({
    x: fc.double({ noNaN: true }).map((x) => (x === 0 ? 0 : x)),
    'label, "quoted"': fc.string(),
  });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const table = { description, rows };
      t.deepEqual(decodeCsv(encodeCsv(table), description), table);
    }),
  );
});

test('numbers that are not finite have a text', (t) => {
  const rows = [{ x: Infinity, 'label, "quoted"': '' }];
  t.is(encodeCsv({ description, rows }), 'x,"label, ""quoted"""\nInfinity,""\n');
  t.deepEqual(decodeCsv(encodeCsv({ description, rows }), description).rows, rows);
});

test('a CSV of other columns, or with a short row, is refused', (t) => {
  t.throws(() => decodeCsv('y\n1\n', description), { message: /other columns/ });
  t.throws(() => decodeCsv('x,"label, ""quoted"""\n1\n', description), { message: /number of cells/ });
});
