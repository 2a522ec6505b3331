import type { Parameters } from '../engine.js';
import { unitsOf } from '../shapes.js';
import type { Kernels } from './kernels.js';
import { floats } from './memory.js';

/** A number for every parameter in an instance's memory, each layer's weights [in][stride]: the parameters and what is like them. */
export interface Held {
  readonly kernels: Kernels;
  readonly network: number;
  /** Units per layer. */
  readonly layers: readonly number[];
  /** Which of the kernels' functions say where a layer's weights and biases are. */
  readonly weights: 'weights' | 'rateWeights' | 'firstWeights' | 'secondWeights' | 'varianceWeights';
  readonly biases: 'biases' | 'rateBiases' | 'firstBiases' | 'secondBiases' | 'varianceBiases';
}

export function put(held: Held, { weights, biases }: Parameters): void {
  weights.forEach((values, l) => {
    weightRows(held, l).forEach((row, i) => {
      row.set(values.subarray(i * row.length, (i + 1) * row.length));
    });
  });
  biases.forEach((values, l) => {
    biasRow(held, l).set(values);
  });
}

export function get(held: Held, into: Parameters = emptyParameters(held.layers)): Parameters {
  into.weights.forEach((values, l) => {
    weightRows(held, l).forEach((row, i) => {
      values.set(row, i * row.length);
    });
  });
  into.biases.forEach((values, l) => {
    values.set(biasRow(held, l));
  });
  return into;
}

function emptyParameters(layers: readonly number[]): Parameters {
  const outputs = layers.slice(1);
  return {
    weights: outputs.map((units, l) => new Float32Array(unitsOf(layers, l) * units)),
    biases: outputs.map((units) => new Float32Array(units)),
  };
}

function weightRows({ kernels, network, layers, weights }: Held, l: number): readonly Float32Array[] {
  const [start, stride] = [kernels[weights](network, l), kernels.stride(network, l)];
  return Array.from({ length: unitsOf(layers, l) }, (_, row) =>
    floats(kernels, start + 4 * row * stride, unitsOf(layers, l + 1)),
  );
}

function biasRow({ kernels, network, layers, biases }: Held, l: number): Float32Array {
  return floats(kernels, kernels[biases](network, l), unitsOf(layers, l + 1));
}
