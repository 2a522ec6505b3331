import test from 'ava';
import { functions } from '../../../stages/theory/activation.js';
import { fixedPointOf } from '../../../stages/theory/fixed-point.js';

test('tanh at the edge of chaos, σ_w = 1: q* = 0, χ₁ = 1, and depth without end', (t) => {
  const { variance, chi, correlationDepth } = fixedPointOf(functions.tanh, 1, 0.3);
  t.is(variance, 0);
  t.true(Math.abs(chi - 1) < 1e-9, String(chi));
  t.is(correlationDepth, Infinity);
});

test('tanh with standard weights: χ₁ = 1/3, trainable to about 5.5 layers', (t) => {
  const { variance, chi, correlationDepth } = fixedPointOf(functions.tanh, 1 / 3, 0.3);
  t.is(variance, 0);
  t.true(Math.abs(chi - 1 / 3) < 1e-9, String(chi));
  t.true(Math.abs(6 * correlationDepth - 6 / Math.log(3)) < 1e-8, String(correlationDepth));
});

test('chaotic tanh: q* is a fixed point above 0, from whichever side, and gradients grow', (t) => {
  const [low, high] = [0.01, 30].map((start) => fixedPointOf(functions.tanh, 4, start));
  t.true(low !== undefined && high !== undefined && Math.abs(low.variance / high.variance - 1) < 1e-9);
  t.true(low !== undefined && low.variance > 0.5 && low.chi > 1 && low.correlationDepth < 0);
});

test("He's ReLU keeps every variance: q* is where it begins, χ₁ = 1", (t) => {
  const { variance, chi, correlationDepth } = fixedPointOf(functions.relu, 2, 0.7);
  t.is(variance, 0.7);
  t.true(Math.abs(chi - 1) < 1e-12, String(chi));
  t.is(correlationDepth, Infinity);
});

test('ReLU with larger weights grows without end', (t) => {
  t.is(fixedPointOf(functions.relu, 2.5, 0.7).variance, Infinity);
});

test("SELU with LeCun's weights goes to variance 1", (t) => {
  for (const start of [0.2, 3]) {
    const { variance, varianceDepth } = fixedPointOf(functions.selu, 1, start);
    t.true(Math.abs(variance - 1) < 1e-8, String(variance));
    t.true(varianceDepth > 0 && varianceDepth < 10, String(varianceDepth));
  }
});

test('a layer of sigmoids multiplies a squared gradient by at most σ_w²/16', (t) => {
  for (const weightVariance of [1 / 3, 1, 9]) {
    const { chi, variance } = fixedPointOf(functions.sigmoid, weightVariance, 1);
    t.true(chi <= weightVariance / 16 && chi > 0, String(chi));
    t.true(variance >= weightVariance / 4, String(variance));
  }
});
