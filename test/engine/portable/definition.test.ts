import test from 'ava';
import { activations, type Activation, type Parameters } from '../../../src/engine/engine.js';
import { wasmKernels } from '../../../src/engine/portable/wasm.js';
import type { Arithmetic } from '../../../src/engine/portable/kernels.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import { exampleCase, examplesOf } from '../examples.js';
import { definedUpdate, multiplyAdd, type Functions } from './definition.js';

const kernels = wasmKernels('portable');
const network = kernels.create(0, 0, 4);
kernels.prepare(network, 1, 1);
const numbers = new Float32Array(kernels.memory.buffer, kernels.rows(network), 4);

/** One number through one of the kernels' functions. */
function applied(apply: (address: number, count: number) => void, x: number): number {
  numbers.fill(x);
  apply(numbers.byteOffset, numbers.length);
  return numbers[0] ?? NaN;
}

function functionsOf(activation: Activation, arithmetic: Arithmetic): Functions {
  return {
    multiplyAdd: multiplyAdd[arithmetic],
    activation: (s) =>
      applied((address, count) => {
        kernels.applyActivation(activations.indexOf(activation), address, count);
      }, s),
    exp: (x) =>
      applied((address, count) => {
        kernels.applyExp(address, count);
      }, x),
  };
}

/** Rates in [0, 0.16). */
function ratesLike({ weights, biases }: Parameters): Parameters {
  const rates = (values: Float32Array) => values.map((_, k) => (k % 17) / 100);
  return { weights: weights.map(rates), biases: biases.map(rates) };
}

const variants = [
  { arithmetic: 'portable', activation: 'tanh', cost: 'crossEntropy', batches: [1, 2, 7, 10, 64] },
  { arithmetic: 'portable', activation: 'relu', cost: 'quadratic', batches: [1, 10] },
  { arithmetic: 'portable', activation: 'elu', cost: 'quadratic', batches: [7] },
  { arithmetic: 'portable', activation: 'elu', cost: 'crossEntropy', batches: [10] },
  { arithmetic: 'fma', activation: 'tanh', cost: 'crossEntropy', batches: [1, 10] },
  { arithmetic: 'fma', activation: 'elu', cost: 'quadratic', batches: [7] },
] as const;

for (const { arithmetic, activation, cost, batches } of variants)
  for (const batch of batches)
    for (const rates of ['one rate', 'a rate for each parameter'] as const)
      test(`three updates are the defined arithmetic, bit for bit: ${arithmetic}, ${activation}, ${cost}, ${rates}, minibatches of ${batch}`, (t) => {
        const example = exampleCase(activation, [35, 70, 18, 21, 5], 3 * batch, cost);
        const architecture = { ...example.architecture, activation };
        const rate = rates === 'one rate' ? 0.1 : ratesLike(example.parameters);
        const examples = examplesOf(example);
        let defined = example.parameters;
        for (let first = 0; first < 3 * batch; first += batch) {
          const labels = example.labels.subarray(first, first + batch);
          const inputs = examples.slice(first, first + batch);
          defined = definedUpdate(
            architecture,
            defined,
            inputs,
            labels,
            rate,
            functionsOf(activation, arithmetic),
          );
        }
        const trained = portableEngine(arithmetic, () => 1).create(architecture, example.parameters);
        t.is(trained.train(example.inputs, example.labels, batch, { kind: 'sgd', rate }).updates, 3);
        t.deepEqual(trained.parameters(), defined);
      });
