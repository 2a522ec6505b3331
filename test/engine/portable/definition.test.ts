import test from 'ava';
import { activations } from '../../../src/engine/engine.js';
import { wasmKernels } from '../../../src/engine/portable/wasm.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import { exampleCase, examplesOf } from '../examples.js';
import { definedUpdate, tanhSlope } from './definition.js';

const kernels = wasmKernels('portable');
const network = kernels.create(0, 4);
kernels.prepare(network, 1, 1);
const numbers = new Float32Array(kernels.memory.buffer, kernels.rows(network), 4);

/** One number through one of the kernels' functions. */
function applied(apply: (address: number, count: number) => void, x: number): number {
  numbers.fill(x);
  apply(numbers.byteOffset, numbers.length);
  return numbers[0] ?? NaN;
}

const functions = {
  activation: (s: number) =>
    applied((address, count) => {
      kernels.applyActivation(activations.indexOf('tanh'), address, count);
    }, s),
  slope: tanhSlope,
  exp: (x: number) =>
    applied((address, count) => {
      kernels.applyExp(address, count);
    }, x),
};

for (const batch of [1, 2, 7, 10, 64])
  test(`three updates are the defined arithmetic, bit for bit: minibatches of ${batch}`, (t) => {
    const example = exampleCase('tanh', [35, 70, 18, 21, 5], 3 * batch);
    const { layers } = example.architecture;
    const examples = examplesOf(example);
    let defined = example.parameters;
    for (let first = 0; first < 3 * batch; first += batch) {
      const labels = example.labels.subarray(first, first + batch);
      defined = definedUpdate(layers, defined, examples.slice(first, first + batch), labels, 0.1, functions);
    }
    const trained = portableEngine('portable', () => 1).create(example.architecture, example.parameters);
    t.is(trained.train(example.inputs, example.labels, batch, 0.1).updates, 3);
    t.deepEqual(trained.parameters(), defined);
  });
