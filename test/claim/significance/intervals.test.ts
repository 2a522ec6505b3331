import test from 'ava';
import fc from 'fast-check';
import { meanInterval, wilsonInterval } from '../../../src/claim/significance/intervals.js';
import { normalQuantile } from '../../../src/claim/significance/normal.js';
import { near } from './near.js';

// The expected values are those of SciPy 1.17.1: binomtest(…).proportion_ci(method='wilson'), t.interval.

test('Wilson’s interval is SciPy’s', (t) => {
  const cases = [
    [1560, 10000, 0.95, 0.1490204000943856, 0.1632437907846399],
    [164, 10000, 0.995, 0.013196713226620638, 0.020364786053829638],
    [0, 300, 0.95, 0, 0.012642971224546036],
    [300, 300, 0.95, 0.9873570287754541, 1],
    [7, 20, 0.9, 0.20226004005676104, 0.5334873111515284],
  ] as const;
  for (const [errors, examples, confidence, low, high] of cases) {
    const [least, greatest] = wilsonInterval({ errors, examples }, confidence);
    near(t, least, low, `${errors}/${examples} least`);
    near(t, greatest, high, `${errors}/${examples} greatest`);
  }
});

test('the ends of Wilson’s interval are the rates that lie just so far from the measured one', (t) => {
  const z = normalQuantile(0.025);
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 10_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, part) => {
        const errors = 1 + Math.floor(part * (n - 2));
        for (const end of wilsonInterval({ errors, examples: n }, 0.95)) {
          const away = Math.abs(errors / n - end) / Math.sqrt((end * (1 - end)) / n);
          t.true(Math.abs(away - z) < 1e-6, `${errors}/${n}: ${away}`);
        }
      },
    ),
  );
});

test('the interval of a mean is Student’s, and there is none of one value', (t) => {
  const values = [0.158, 0.161, 0.1555, 0.1602, 0.1571];
  for (const [confidence, low, high] of [
    [0.95, 0.15556611804478138, 0.16115388195521863],
    [0.995, 0.1527272773415916, 0.16399272265840845],
  ] as const) {
    const [least, greatest] = meanInterval(values, confidence) ?? [NaN, NaN];
    near(t, least, low);
    near(t, greatest, high);
  }
  t.is(meanInterval([0.158], 0.95), undefined);
});
