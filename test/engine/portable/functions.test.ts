import test from 'ava';
import { activations, type Activation } from '../../../src/engine/engine.js';
import { wasmKernels } from '../../../src/engine/portable/wasm.js';

const kernels = wasmKernels('portable');
const page = 65536;
// A network of no layers only makes room; its workspace is used as plain memory.
const network = kernels.create(0, page);
kernels.prepare(network, 1, 1);
const numbers = new Float32Array(kernels.memory.buffer, kernels.rows(network), page);

/** Every 397th float from −∞ to ∞, subnormals and both zeros with them: about 10.8 million. */
const stride = 397;

/** The greatest error in units in the last place of the true value, and where it is. */
function greatestError(apply: () => void, truth: (x: number) => number): { ulp: number; at: number } {
  const inputs = new Float32Array(page);
  const bits = new Uint32Array(inputs.buffer);
  const greatest = { ulp: 0, at: NaN };
  for (let next = 0; next < 2 ** 32;) {
    for (let k = 0; k < page; k++, next += stride) bits[k] = next;
    numbers.set(inputs);
    apply();
    inputs.forEach((x, k) => {
      if (!Number.isFinite(x)) return;
      const error = errorInUlp(numbers[k] ?? NaN, truth(x));
      if (!(error <= greatest.ulp)) Object.assign(greatest, { ulp: error, at: x });
    });
  }
  return greatest;
}

const one = new Float32Array(1);
const oneBits = new Uint32Array(one.buffer);

function errorInUlp(value: number, truth: number): number {
  if (Math.fround(truth) === value) return value === 0 && !Object.is(value, Math.fround(truth)) ? NaN : 0;
  one[0] = Math.abs(truth);
  const exponent = Math.max((oneBits[0] ?? 0) >>> 23, 1);
  return Math.abs(value - truth) / 2 ** (exponent - 150);
}

const truths: Record<Activation, (x: number) => number> = {
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  softsign: (x) => x / (1 + Math.abs(x)),
};
const bounds: Record<Activation, number> = { sigmoid: 2.5, tanh: 2, softsign: 1.5 };

for (const activation of activations)
  test(`${activation} is within ${bounds[activation]} ulp over all floats`, (t) => {
    const f = activations.indexOf(activation);
    const { ulp, at } = greatestError(() => {
      kernels.applyActivation(f, kernels.rows(network), page);
    }, truths[activation]);
    t.log(`${ulp} ulp at ${at}`);
    t.true(ulp <= bounds[activation], `${ulp} ulp at ${at}`);
  });

test('exp is within 1.5 ulp over all floats, subnormal results and overflow with them', (t) => {
  const { ulp, at } = greatestError(() => {
    kernels.applyExp(kernels.rows(network), page);
  }, Math.exp);
  t.log(`${ulp} ulp at ${at}`);
  t.true(ulp <= 1.5, `${ulp} ulp at ${at}`);
});

test('log is within 2 ulp of a double over all positive floats', (t) => {
  const doubles = new Float64Array(kernels.memory.buffer, kernels.rows(network), page / 2);
  const floats = new Float32Array(doubles.length);
  const bits = new Uint32Array(floats.buffer);
  const [infinity, every] = [0x7f800000, 197];
  const greatest = { ulp: 0, at: NaN };
  for (let next = 1; next < infinity;) {
    for (let k = 0; k < bits.length; k++, next += every) bits[k] = Math.min(next, infinity - 1);
    doubles.set(floats);
    kernels.applyLog(doubles.byteOffset, doubles.length);
    floats.forEach((x, k) => {
      const truth = Math.log(x);
      const ulp = Math.abs((doubles[k] ?? NaN) - truth) / ulpOfDouble(truth);
      if (!(ulp <= greatest.ulp)) Object.assign(greatest, { ulp, at: x });
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
