import test from 'ava';
import { moments, summarise } from '../../src/statistics/summary.js';

test('a distribution is summarised as its definition says', (t) => {
  const summary = summarise(Float32Array.of(1, -2, 3, -4));
  t.is(summary.count, 4);
  t.is(summary.mean, -0.5);
  t.is(summary.sd, Math.sqrt((1.5 ** 2 + 1.5 ** 2 + 3.5 ** 2 + 3.5 ** 2) / 4));
  t.is(summary.rootMeanSquare, Math.sqrt(30 / 4));
  t.is(summary.percentile98, 4);
  t.deepEqual([summary.min, summary.max], [-4, 3]);
});

test('the variance of values far from 0 is not lost in rounding', (t) => {
  t.is(moments(Float32Array.of(100_001, 100_003)).variance, 1);
});

test('where a value is not a number, neither are mean and sd', (t) => {
  const summary = summarise(Float32Array.of(1, NaN));
  t.deepEqual([summary.mean, summary.sd], [NaN, NaN]);
});
