import test from 'ava';
import { tableDescriptionOf } from '../../src/artifact/table-description.js';

const columns = [{ name: 'sd', type: 'number', title: 'sd of the activation' }];

test('a table’s description is read with all that it holds', (t) => {
  const description = { title: 'Activations', columns, failure: 'diverged' };
  t.deepEqual(tableDescriptionOf(description), description);
});

test('a column without a title is called by its name', (t) => {
  t.is(tableDescriptionOf({ columns: [{ name: 'sd', type: 'number' }] }).columns[0]?.title, 'sd');
});

test('what does not describe columns is refused', (t) => {
  for (const description of [
    {},
    { columns: 'sd' },
    { columns: ['sd'] },
    { columns: [{ name: 'sd', type: 'date' }] },
  ])
    t.throws(() => tableDescriptionOf(description), { instanceOf: TypeError });
});
