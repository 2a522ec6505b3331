import test from 'ava';
import fc from 'fast-check';
import { digestOf } from '../../src/artifact/digest.js';
import { fillUniform } from '../../src/random/uniform.js';

function uniforms(count: number, first = 0): Float32Array {
  const out = new Float32Array(count);
  fillUniform(out, 1, 'weights', 3, -0.25, 0.5, first);
  return out;
}

test('any range of elements alone has the values it has among all', (t) => {
  const all = uniforms(200);
  fc.assert(
    fc.property(fc.nat(150), fc.nat(50), (first, count) => {
      t.deepEqual(uniforms(count, first), all.slice(first, first + count));
    }),
  );
});

test('values keep to their bounds and have the mean and variance of a uniform distribution', (t) => {
  const all = uniforms(100_000);
  t.true(all.every((value) => value >= -0.25 && value <= 0.5));
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  t.true(Math.abs(mean - 0.125) < 0.003, `mean ${mean}`);
  t.true(Math.abs(variance / (0.75 ** 2 / 12) - 1) < 0.015, `variance ${variance}`);
});

test('the bytes of the first 100,000 values are pinned', (t) => {
  t.is(
    String(digestOf(new Uint8Array(uniforms(100_000).buffer))),
    '978d253e7a2acd9f7261f73b0c1b75368e8336ea3d03f37f4eafc60e7a1f5d0c',
  );
});
