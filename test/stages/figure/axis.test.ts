import test from 'ava';
import fc from 'fast-check';
import { axisFor, type AxisChoice } from '../../../stages/figure/axis.js';

const choice: AxisChoice = { scale: 'linear', domain: [], tickUnit: 1, count: 5, roundEnds: true };
const labels = (values: readonly number[], other: Partial<AxisChoice> = {}): string[] =>
  axisFor('y', values, { ...choice, ...other }).ticks.map(({ label }) => label);

test('ticks are round numbers', (t) => {
  t.deepEqual(labels([0, 0.93]), ['0', '0.2', '0.4', '0.6', '0.8', '1']);
  t.deepEqual(labels([-3, 12]), ['−5', '0', '5', '10', '15']);
  t.deepEqual(labels([0, 0.000043]), ['0', '10⁻⁵', '2×10⁻⁵', '3×10⁻⁵', '4×10⁻⁵', '5×10⁻⁵']);
});

test('a log axis has powers of ten, thinned where there are many, and steps between where there are few', (t) => {
  t.deepEqual(labels([0.02, 30], { scale: 'log' }), ['0.01', '0.1', '1', '10', '100']);
  t.deepEqual(labels([0.2, 3], { scale: 'log' }), ['0.2', '0.5', '1', '2', '5']);
  t.deepEqual(labels([1e-12, 1], { scale: 'log' }), [
    '10⁻¹²',
    '10⁻¹⁰',
    '10⁻⁸',
    '10⁻⁶',
    '10⁻⁴',
    '10⁻²',
    '10⁰',
  ]);
});

test('a symlog axis shows both signs and zero', (t) => {
  t.deepEqual(labels([-20, 20], { scale: 'symlog' }), ['−100', '−10', '−1', '0', '1', '10', '100']);
});

test('tick labels count in the tick unit', (t) => {
  const axis = axisFor('x', [0, 4_000_000], { ...choice, tickUnit: 1_000_000 });
  t.deepEqual(
    axis.ticks.map(({ label }) => label),
    ['0', '1', '2', '3', '4'],
  );
  t.deepEqual(axis.domain, [0, 4_000_000]);
});

test('an axis shows every value, with a few ticks inside it', (t) => {
  const sensible = fc.property(
    fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 9 }),
    fc.constantFrom('linear', 'log', 'symlog'),
    fc.boolean(),
    (values, scale, roundEnds) => {
      const shown = scale === 'log' ? values.map((value) => Math.abs(value) + 1e-9) : values;
      const { domain, ticks } = axisFor('y', shown, { ...choice, scale, roundEnds });
      const [least, greatest] = domain;
      const inside = (value: number): boolean => value >= least && value <= greatest;
      return (
        least < greatest &&
        shown.every(inside) &&
        ticks.every(({ value }) => inside(value)) &&
        ticks.length <= 12
      );
    },
  );
  t.notThrows(() => {
    fc.assert(sensible, {
      examples: [5e-324, -5e-324, 1e-323, 0].map((value) => [[value], 'linear', false]),
    });
  });
});
