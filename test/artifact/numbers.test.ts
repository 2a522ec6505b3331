import test from 'ava';
import fc from 'fast-check';
import { counted, exactNumber, formatNumber, scientific } from '../../src/artifact/numbers.js';

test('three significant digits are shown, whole numbers in full', (t) => {
  t.deepEqual(
    [0.031249, 1234.5678, 1500, 0, -0.5].map((value) => formatNumber(value)),
    ['0.0312', '1,230', '1,500', '0', '−0.5'],
  );
});

test('very small and very large numbers are powers of ten', (t) => {
  t.deepEqual(
    [1e-5, -0.0000321, 2.5e12].map((value) => formatNumber(value)),
    ['10⁻⁵', '−3.21×10⁻⁵', '2.5×10¹²'],
  );
  t.is(scientific(1000), '10³');
});

test('a number that a person wrote keeps all its digits', (t) => {
  t.deepEqual([0.123456789, 1234567.25].map(exactNumber), ['0.123456789', '1,234,567.25']);
});

test('what is not finite is said in words', (t) => {
  t.deepEqual(
    [NaN, Infinity, -Infinity].map((value) => formatNumber(value)),
    ['not a number', '∞', '−∞'],
  );
});

test('a shown number is within half a unit of its third digit', (t) => {
  const close = fc.property(fc.double({ min: 1e-4, max: 999999, noNaN: true }), (value) => {
    const shown = Number(formatNumber(value).replaceAll(',', ''));
    return Math.abs(shown - value) <= 0.0051 * value;
  });
  t.notThrows(() => {
    fc.assert(close);
  });
});

test('one thing is counted in the singular', (t) => {
  t.deepEqual(
    [counted(1, 'row'), counted(1500, 'row'), counted(2, 'axis', 'axes')],
    ['1 row', '1,500 rows', '2 axes'],
  );
});
