import { decodeTensors, encodeTensors } from '../src/artifact/tensors.js';
import { connectionsOf, encodeParameters } from '../src/engine/parameters.js';
import type { Architecture, Parameters } from '../src/engine/engine.js';

/** What all engines are measured on: the paper's deepest network and its minibatch, from numbers that every program can make. */

export const architecture: Architecture = {
  layers: [1024, 1000, 1000, 1000, 1000, 1000, 9],
  activation: 'tanh',
  cost: 'crossEntropy',
};
export const batch = 10;
export const learningRate = 0.01;
export const workload = 'one update of 1024-1000×5-9, tanh, minibatch 10';

/** Floating-point operations of an update: each weight is used forward and in the update, and backward but for the first layer's. */
export function updateOperations(): number {
  const weights = connectionsOf(architecture.layers).map(({ fanIn, fanOut }) => fanIn * fanOut);
  return 2 * batch * weights.reduce((sum, count, l) => sum + count * (l === 0 ? 2 : 3), 0);
}

/** A linear congruential sequence in [−scale, scale), the same in every run. */
function numbers(length: number, scale: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return scale * (state / 2 ** 31 - 1);
  });
}

/** The paper's normalised initialisation (its equation 16), of these numbers. */
export function initialParameters(): Parameters {
  const connections = connectionsOf(architecture.layers);
  return {
    weights: connections.map(({ fanIn, fanOut }) => numbers(fanIn * fanOut, Math.sqrt(6 / (fanIn + fanOut)))),
    biases: connections.map(({ fanOut }) => new Float32Array(fanOut)),
  };
}

export function someExamples(count: number): { readonly inputs: Float32Array; readonly labels: Uint8Array } {
  const [width = 0] = architecture.layers;
  const inputs = numbers(count * width, 1);
  return { inputs, labels: Uint8Array.from({ length: count }, (_, example) => example % 9) };
}

/** Parameters (as encodeParameters names them), `inputs` and `labels` in one safetensors file, for programs in other languages. */
export function encodeNumbers(count: number): Buffer {
  const { layers } = architecture;
  const { inputs, labels } = someExamples(count);
  return encodeTensors({
    ...decodeTensors(encodeParameters(initialParameters(), layers)),
    inputs: { type: 'F32', shape: [count, inputs.length / count], data: inputs },
    labels: { type: 'U8', shape: [count], data: labels },
  });
}
