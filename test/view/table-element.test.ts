import test from 'ava';
import { digestOf } from '../../src/artifact/digest.js';
import { tableElement } from '../../src/view/table-element.js';

const tableOf = (count: number, cell = '', more = {}): string =>
  tableElement({
    cell,
    digest: digestOf(''),
    table: {
      description: {
        title: 'Errors',
        columns: [{ name: 'update', type: 'number', title: 'updates' }],
        ...more,
      },
      rows: Array.from({ length: count }, (_, update) => ({ update: update + 1000 })),
    },
  }).html;

test('a short table is shown in full', (t) => {
  const shown = tableOf(30);
  t.is(shown.split('<td').length - 1, 30);
  t.false(shown.includes('<details'));
});

test('a long table is folded away', (t) => {
  t.regex(tableOf(31), /<details><summary>31 rows<\/summary>/);
});

test('a very long table is cut, and says so', (t) => {
  const shown = tableOf(501);
  t.is(shown.split('<td').length - 1, 500);
  t.regex(shown, /The first 500 rows of 501 rows; the artifact has all\./);
});

test('the cell a table comes from stands in its heading', (t) => {
  t.regex(tableOf(1, 'scheme standard'), />Errors \(scheme standard\)<\/a>/);
});

test('a table of what ended early says so', (t) => {
  t.regex(tableOf(1, '', { failures: ['the training diverged'] }), /✕ the training diverged<\/small>/);
  t.notRegex(tableOf(1), /✕/);
});
