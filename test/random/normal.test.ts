import test from 'ava';
import fc from 'fast-check';
import { digestOf } from '../../src/artifact/digest.js';
import { Draws } from '../../src/random/draws.js';
import { type Distribution, fillFrom, normal, truncatedNormal } from '../../src/random/normal.js';
import { kolmogorovSmirnov, moment, normalCdf } from './distribution.js';

const distributions = { normal, truncatedNormal };
const count = 100_000;

function values(distribution: Distribution, first = 0, length = count): Float32Array {
  const out = new Float32Array(length);
  fillFrom(distribution, out, 1, 'weights', 3, first);
  return out;
}

for (const [name, of] of Object.entries(distributions))
  test(`${name}: any range of elements alone has the values it has among all`, (t) => {
    const all = values(of(2), 0, 200);
    fc.assert(
      fc.property(fc.nat(150), fc.nat(50), (first, length) => {
        t.deepEqual(values(of(2), first, length), all.slice(first, first + length));
      }),
    );
  });

function exact(distribution: Distribution, item: number): number {
  const out = new Float64Array(1);
  fillFrom(distribution, out, 7, 'weights', item);
  return out[0] ?? NaN;
}

function midpoint(item: number): number {
  return (new Draws(7, 'weights', item).uint32() + 0.5) / 2 ** 32;
}

test("a normal number's probability is the middle of its word's interval", (t) => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (item) => {
      t.true(Math.abs(normalCdf(exact(normal(1), item)) - midpoint(item)) < 5e-15);
    }),
  );
});

test("a truncated normal number's probability is the middle of its word's interval in what is left", (t) => {
  const [low, high] = [normalCdf(-2), normalCdf(2)];
  fc.assert(
    fc.property(fc.maxSafeNat(), (item) => {
      const whole = exact(truncatedNormal(1), item) * 0.87962566103423975;
      const probability = (normalCdf(whole) - low) / (high - low);
      t.true(Math.abs(probability - midpoint(item)) < 5e-15);
    }),
  );
});

test('normal numbers have a normal distribution, with its first four moments', (t) => {
  const all = values(normal(1));
  t.true(kolmogorovSmirnov(all, normalCdf) < 1.95);
  // Each tolerance is 4 standard errors: √(1/n), √(2/n), √(15/n), √(96/n).
  const tolerance = 4 / Math.sqrt(count);
  t.true(Math.abs(moment(all, 1)) < tolerance);
  t.true(Math.abs(moment(all, 2) - 1) < tolerance * Math.sqrt(2));
  t.true(Math.abs(moment(all, 3)) < tolerance * Math.sqrt(15));
  t.true(Math.abs(moment(all, 4) - 3) < tolerance * Math.sqrt(96));
});

test('neighbouring normal numbers do not depend on each other', (t) => {
  const all = values(normal(1));
  for (const lag of [1, 2, 3, 4]) {
    const products = all.subarray(lag).map((value, index) => value * (all[index] ?? NaN));
    t.true(Math.abs(moment(products, 1)) < 4 / Math.sqrt(count), `lag ${lag}`);
  }
});

test('truncated normal numbers keep to the cut, reach for it, and have the sd asked for', (t) => {
  const all = values(truncatedNormal(0.5));
  const cut = Math.fround((2 * 0.5) / 0.87962566103423975);
  const greatest = all.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  t.true(greatest <= cut && greatest > 0.999 * cut);
  t.true(Math.abs(moment(all, 2) / 0.25 - 1) < 0.02);
  const [low, high] = [normalCdf(-2), normalCdf(2)];
  const cdf = (value: number) => (normalCdf((2 * value) / cut) - low) / (high - low);
  t.true(kolmogorovSmirnov(all, cdf) < 1.95);
});

test('the bytes of the first 100,000 values are pinned', (t) => {
  const digests = Object.values(distributions).map((of) =>
    String(digestOf(new Uint8Array(values(of(1)).buffer))),
  );
  t.deepEqual(digests, [
    '44c0fc0a92646bb704cd9f0001d8e1f3d3247153781785626769df05ffc4104f',
    'e0a587be21d71d2493f843b40e059853700b3fa933eab7e5a8056931c1536b9f',
  ]);
});
