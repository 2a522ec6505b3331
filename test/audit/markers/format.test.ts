import test from 'ava';
import { formatOf, formatted } from '../../../src/audit/markers/format.js';

const text = (value: number, words: string): string => {
  const format = formatOf(words.split(' '));
  return format === undefined ? `no format: ${words}` : formatted(value, format);
};

test('numbers are written with significant digits, decimals, in percent or whole', (t) => {
  t.is(text(0.10312, '3 digits'), '0.103');
  t.is(text(0.10312, '1 digit'), '0.1');
  t.is(text(0.000031, '2 digits'), '3.1×10⁻⁵');
  t.is(text(1234.5, '2 decimals'), '1,234.50');
  t.is(text(1500, '0 decimals'), '1,500');
  t.is(text(-0.004, '2 decimals'), '0.00');
  t.is(text(-2.5, '1 decimal'), '−2.5');
  t.is(text(0.0281, 'percent 2 decimals'), '2.81 %');
  t.is(text(0.07, 'percent'), '7 %');
  t.is(text(0.1 + 0.2, 'exact'), '0.30000000000000004');
  t.is(text(NaN, '3 digits'), 'not a number');
});

test('other words are no format', (t) => {
  for (const words of ['digits', '0 digits', '3', 'percent 3 digits', '99 decimals', 'about 3 digits'])
    t.is(formatOf(words.split(' ')), undefined, words);
});
