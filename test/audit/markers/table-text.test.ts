import test from 'ava';
import fc from 'fast-check';
import { check } from 'prettier';
import {
  escaped,
  isSameTable,
  type ShownTable,
  tableText,
  unescaped,
} from '../../../src/audit/markers/table-text.js';

const table: ShownTable = {
  columns: [
    { heading: 'scheme', isNumeric: false },
    { heading: 'sd', isNumeric: true },
  ],
  rows: [
    ['standard', '0.0312'],
    ['normalised', '3.2×10⁻⁵'],
  ],
};

const options = { parser: 'markdown', printWidth: 80, singleQuote: true } as const;

test('a table in Markdown is as Prettier formats it', async (t) => {
  const text = `Before.\n\n<!-- samebits: p table s.o -->${tableText(table, 'markdown')}<!-- / -->\n\nAfter.\n`;
  t.true(await check(text, options));
  t.is(
    tableText(table, 'markdown').trim(),
    [
      '| scheme     |       sd |',
      '| ---------- | -------: |',
      '| standard   |   0.0312 |',
      '| normalised | 3.2×10⁻⁵ |',
    ].join('\n'),
  );
});

test('markers in a text are left alone by Prettier, within tables and lists too', async (t) => {
  const marked =
    '<!-- samebits: quickstart cell probe.activations sd, where scheme=standard layer=5, 3 digits -->0.0312<!-- / -->';
  const text = `The sd is ${marked} here, and much more is said of it in a line that is long.\n\n- an item, ${marked}\n\n| a   | b |\n| --- | ${'-'.repeat(marked.length)} |\n| x   | ${marked} |\n`;
  const widened = text.replace('| b |', `| b${' '.repeat(marked.length - 1)} |`);
  t.true(await check(widened, options));
});

test('space around cells makes no other table, and any other sign does', (t) => {
  const own = tableText(table, 'markdown');
  t.true(isSameTable(own.replace(/ +/g, ' ').replace(/-+/g, '---'), own));
  for (const [from, to] of [
    ['0.0312', '0.0313'],
    ['standard', 'standart'],
    ['sd', ''],
    ['-:', '-'],
    ['\n| standard   |   0.0312 |', ''],
  ] as const)
    t.false(isSameTable(own.replace(from, to), own), from);
});

test('whatever a text holds, it is shown as it is, and the table keeps its form', (t) => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const flat = text.replace(/\s+/g, ' ');
      if (unescaped(escaped(text, 'markdown'), 'markdown') !== flat) return false;
      if (unescaped(escaped(text, 'html'), 'html') !== text) return false;
      const lines = tableText({ columns: [{ heading: 'x', isNumeric: false }], rows: [[text]] }, 'markdown');
      return lines.trim().split('\n').length === 3;
    }),
  );
  t.pass();
});
