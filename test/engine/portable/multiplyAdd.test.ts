import test from 'ava';
import { buildNames } from '../../../src/engine/portable/asked-build.js';
import { buildOf } from '../../../src/engine/portable/builds.js';
import { arithmetics, type Kernels } from '../../../src/engine/portable/kernels.js';
import { multiplyAdd } from './definition.js';

const room = 4096;

/** Numbers at which rounding can go wrong: both zeros, subnormals, the ends of the ranges, neighbours of powers of 2. */
const hostile = [
  0,
  1,
  1.5,
  3,
  2 ** -149,
  3 * 2 ** -149,
  2 ** -127,
  2 ** -126 - 2 ** -149,
  2 ** -126,
  2 ** -126 + 2 ** -149,
  2 ** -75,
  2 ** -74,
  2 ** -63,
  2 ** -25,
  2 ** -24,
  2 ** -24 + 2 ** -47,
  2 ** -23,
  1 - 2 ** -24,
  1 + 2 ** -23,
  1 + 2 ** -22,
  2 ** 24,
  2 ** 24 - 1,
  2 ** 63,
  2 ** 127,
  2 ** 128 - 2 ** 104,
].flatMap((x) => [x, -x]);

type Triple = readonly [number, number, number];

function* triples(): Generator<Triple> {
  for (const a of hostile) for (const b of hostile) for (const c of hostile) yield [a, b, c];
  const next = bits();
  const float = new Float32Array(1);
  const pattern = new Uint32Array(float.buffer);
  const any = () => {
    do pattern[0] = next();
    while (!Number.isFinite(float[0]));
    return float[0] ?? 0;
  };
  // Few significant bits, so that sums end half-way between two floats, or nearly.
  const short = () => ((next() >>> 18) - 2 ** 13) * 2 ** ((next() >>> 27) - 16);
  for (let k = 0; k < 20_000; k++) {
    yield [any(), any(), any()];
    const [a, b] = [short(), short()];
    yield [a, b, short()];
    yield [a, b, Math.fround(short() * 2 ** 25)];
    yield [a, b, -Math.fround(a * b)];
    const [x, y] = [Math.fround(any() * 2 ** -60), Math.fround(any() * 2 ** -60)];
    yield [x, y, -Math.fround(x * y)];
  }
}

/** 32 random bits: a linear congruential generator, its good half. */
function bits(): () => number {
  let state = 1n;
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 32n);
  };
}

const all = [...triples()].filter((numbers) => numbers.every(Number.isFinite));
const operands = [0, 1, 2].map((of) => Float32Array.from(all, (triple) => triple[of] ?? 0));

function sumsOf(kernels: Kernels): Float32Array {
  const network = kernels.create(0, 0, 3 * room);
  kernels.prepare(network, 1, 1);
  const start = kernels.rows(network) >>> 0;
  const [a = 0, b = 0, c = 0] = [0, 1, 2].map((k) => start + 4 * room * k);
  const sums = new Float32Array(all.length);
  for (let first = 0; first < all.length; first += room) {
    operands.forEach((values, k) => {
      new Float32Array(kernels.memory.buffer, start + 4 * room * k, room).set(
        values.subarray(first, first + room),
      );
    });
    kernels.applyMultiplyAdd(a, b, c, room);
    const left = Math.min(room, all.length - first);
    sums.set(new Float32Array(kernels.memory.buffer, c, left), first);
  }
  return sums;
}

for (const arithmetic of arithmetics) {
  const expected = Float32Array.from(all, ([a, b, c]) => multiplyAdd[arithmetic](a, b, c));
  for (const name of buildNames)
    test(`a·b + c is rounded as defined, subnormal, half-way or cancelled: ${arithmetic}, ${name}`, (t) => {
      const build = buildOf(name, arithmetic);
      if ('problem' in build) {
        t.log(build.problem);
        t.pass();
        return;
      }
      const sums = sumsOf(build.instantiate());
      const wrong = all.findIndex((_, k) => !Object.is(sums[k], expected[k]));
      t.is(wrong, -1, `${all[wrong]?.join(', ') ?? ''}: ${sums[wrong] ?? ''}, not ${expected[wrong] ?? ''}`);
    });
}
