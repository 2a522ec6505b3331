import test from 'ava';
import { activations, type Activation } from '../../../src/engine/engine.js';
import { wasmKernels } from '../../../src/engine/portable/wasm.js';
import { functions } from '../functions.js';
import { times } from '../../thorough.js';

const kernels = wasmKernels('portable');
const page = 65536;
// A network of no layers only makes room; its workspace is used as plain memory.
const network = kernels.create(0, 0, page);
kernels.prepare(network, 1, 1);
const numbers = new Float32Array(kernels.memory.buffer, kernels.rows(network), page);

/** Every so many floats one, from −∞ to ∞, subnormals and both zeros with them: about 1 million, thoroughly 10.8. Both are primes. */
const stride = times(3989, 397);

/** The greatest error, in units in the last place of the true value where no other measure is given, and where it is. */
function greatestError(
  apply: () => void,
  truth: (x: number) => number,
  measure: (value: number, truth: number) => number = errorInUlp,
): { error: number; at: number } {
  const inputs = new Float32Array(page);
  const bits = new Uint32Array(inputs.buffer);
  const greatest = { error: 0, at: NaN };
  for (let next = 0; next < 2 ** 32;) {
    for (let k = 0; k < page; k++, next += stride) bits[k] = next;
    numbers.set(inputs);
    apply();
    inputs.forEach((x, k) => {
      if (!Number.isFinite(x)) return;
      const error = measure(numbers[k] ?? NaN, truth(x));
      if (error > greatest.error) Object.assign(greatest, { error, at: x });
    });
  }
  return greatest;
}

const one = new Float32Array(1);
const oneBits = new Uint32Array(one.buffer);

function errorInUlp(value: number, truth: number): number {
  if (Math.fround(truth) === value) return Object.is(value, Math.fround(truth)) ? 0 : Infinity;
  if (Number.isNaN(value)) return Infinity;
  one[0] = Math.abs(truth);
  const exponent = Math.max((oneBits[0] ?? 0) >>> 23, 1);
  return Math.abs(value - truth) / 2 ** (exponent - 150);
}

/** In units in the last place. */
const bounds: Record<Activation, number> = {
  sigmoid: 2.5,
  tanh: 2,
  softsign: 1.5,
  linear: 0,
  relu: 0,
  leakyRelu: 1,
  elu: 1,
  selu: 2,
  gelu: 6.5,
  silu: 3.5,
  softplus: 3,
  hardTanh: 0,
  scaledTanh: 3.5,
};

/** Of slopes, in units of 2⁻²⁴: they are numbers of about 1, and their tails have no more digits than that. */
const slopeBounds: Record<Activation, number> = {
  sigmoid: 2,
  tanh: 3,
  softsign: 3,
  linear: 0,
  relu: 0,
  leakyRelu: 1,
  elu: 1,
  selu: 3,
  gelu: 5,
  silu: 5,
  softplus: 2,
  hardTanh: 0,
  scaledTanh: 4,
};

for (const activation of activations)
  test(`the slope of ${activation} is within ${slopeBounds[activation]}·2⁻²⁴ over all floats`, (t) => {
    const f = activations.indexOf(activation);
    const { error, at } = greatestError(
      () => {
        kernels.applySlope(f, kernels.rows(network), page);
      },
      functions[activation].slope,
      (value, truth) => (Number.isNaN(value) ? Infinity : Math.abs(value - truth) * 2 ** 24),
    );
    t.log(`${error}·2⁻²⁴ at ${at}`);
    t.true(error <= slopeBounds[activation], `${error}·2⁻²⁴ at ${at}`);
  });

for (const activation of activations)
  test(`${activation} is within ${bounds[activation]} ulp over all floats`, (t) => {
    const f = activations.indexOf(activation);
    const { error: ulp, at } = greatestError(() => {
      kernels.applyActivation(f, kernels.rows(network), page);
    }, functions[activation].value);
    t.log(`${ulp} ulp at ${at}`);
    t.true(ulp <= bounds[activation], `${ulp} ulp at ${at}`);
  });

test('exp is within 1.5 ulp over all floats, subnormal results and overflow with them', (t) => {
  const { error: ulp, at } = greatestError(() => {
    kernels.applyExp(kernels.rows(network), page);
  }, Math.exp);
  t.log(`${ulp} ulp at ${at}`);
  t.true(ulp <= 1.5, `${ulp} ulp at ${at}`);
});

test('log is within 2 ulp of a double over all positive floats', (t) => {
  const doubles = new Float64Array(kernels.memory.buffer, kernels.rows(network), page / 2);
  const floats = new Float32Array(doubles.length);
  const bits = new Uint32Array(floats.buffer);
  const [infinity, every] = [0x7f800000, times(1973, 197)];
  const greatest = { ulp: 0, at: NaN };
  for (let next = 1; next < infinity;) {
    for (let k = 0; k < bits.length; k++, next += every) bits[k] = Math.min(next, infinity - 1);
    doubles.set(floats);
    kernels.applyLog(doubles.byteOffset, doubles.length);
    floats.forEach((x, k) => {
      const truth = Math.log(x);
      const ulp = Math.abs((doubles[k] ?? NaN) - truth) / ulpOfDouble(truth);
      if (!(ulp <= greatest.ulp)) Object.assign(greatest, { ulp: Number.isNaN(ulp) ? Infinity : ulp, at: x });
    });
  }
  t.log(`${greatest.ulp} ulp at ${greatest.at}`);
  t.true(greatest.ulp <= 2, `${greatest.ulp} ulp at ${greatest.at}`);
});

const double = new Float64Array(1);
const doubleBits = new Uint32Array(double.buffer);

function ulpOfDouble(x: number): number {
  double[0] = Math.abs(x);
  return 2 ** (Math.max((doubleBits[1] ?? 0) >>> 20, 1) - 1075);
}

test('where an activation is exact it is exact: far from 0, and at both zeros', (t) => {
  const exact: readonly [Activation, number, number][] = [
    ['elu', -200, -1],
    ['elu', 200, 200],
    ['softplus', 200, 200],
    ['softplus', -200, 0],
    ['gelu', 200, 200],
    ['gelu', -20, -0],
    ['silu', 200, 200],
    ['silu', -200, -0],
    ['relu', -1, 0],
    ['hardTanh', -3, -1],
    ['tanh', 20, 1],
    ...activations
      .filter((activation) => !['sigmoid', 'softplus', 'relu'].includes(activation))
      .flatMap((activation): [Activation, number, number][] => [
        [activation, 0, 0],
        [activation, -0, -0],
      ]),
  ];
  for (const [activation, x, value] of exact) {
    numbers.fill(x);
    kernels.applyActivation(activations.indexOf(activation), kernels.rows(network), page);
    t.is(numbers[0], value, `${activation}(${x})`);
  }
});

test("at a kink a slope is the lesser of both sides'", (t) => {
  const kinks: readonly [Activation, number, number][] = [
    ['relu', 0, 0],
    ['leakyRelu', 0, Math.fround(0.01)],
    ['elu', 0, 1],
    ['selu', 0, Math.fround(1.0507009873554805)],
    ['hardTanh', -1, 0],
    ['hardTanh', 1, 0],
  ];
  for (const [activation, s, slope] of kinks)
    for (const x of s === 0 ? [0, -0] : [s]) {
      numbers.fill(x);
      kernels.applySlope(activations.indexOf(activation), kernels.rows(network), page);
      t.is(numbers[0], slope, `${activation}′(${x})`);
    }
});
