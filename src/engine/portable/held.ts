import type { Normalisation, Parameters } from '../engine.js';
import { zeroParameters } from '../parameters.js';
import { unitsOf } from '../shapes.js';
import { getNormalisers, putNormalisers } from './held-normalisers.js';
import type { Kernels } from './kernels.js';
import { floats } from './memory.js';

/** A number for every parameter in an instance's memory, each layer's weights [in][stride]: the parameters and what is like them. */
export interface Held {
  readonly kernels: Kernels;
  readonly network: number;
  /** Units per layer. */
  readonly layers: readonly number[];
  /** Which of the kernels' functions say where a layer's numbers are. */
  readonly weights: 'weights' | 'rateWeights' | 'firstWeights' | 'secondWeights' | 'varianceWeights';
  readonly biases: 'biases' | 'rateBiases' | 'firstBiases' | 'secondBiases' | 'varianceBiases';
  readonly gains: 'gains' | 'firstGains' | 'secondGains';
  readonly shifts: 'shifts' | 'firstShifts' | 'secondShifts';
  /** Of the network. */
  readonly normalisation?: Normalisation;
}

export function put(held: Held, { weights, biases, normalisers }: Parameters): void {
  weights.forEach((values, l) => {
    weightRows(held, l).forEach((row, i) => {
      row.set(values.subarray(i * row.length, (i + 1) * row.length));
    });
  });
  biases.forEach((values, l) => {
    biasRow(held, l).set(values);
  });
  if (normalisers !== undefined) putNormalisers(held, normalisers);
}

export function get(held: Held, into: Parameters = zeroParameters(held)): Parameters {
  into.weights.forEach((values, l) => {
    weightRows(held, l).forEach((row, i) => {
      values.set(row, i * row.length);
    });
  });
  into.biases.forEach((values, l) => {
    values.set(biasRow(held, l));
  });
  if (into.normalisers !== undefined) getNormalisers(held, into.normalisers);
  return into;
}

export function weightRows({ kernels, network, layers, weights }: Held, l: number): readonly Float32Array[] {
  const [start, stride] = [kernels[weights](network, l), kernels.stride(network, l)];
  return Array.from({ length: unitsOf(layers, l) }, (_, row) =>
    floats(kernels, start + 4 * row * stride, unitsOf(layers, l + 1)),
  );
}

export function biasRow({ kernels, network, layers, biases }: Held, l: number): Float32Array {
  return floats(kernels, kernels[biases](network, l), unitsOf(layers, l + 1));
}
