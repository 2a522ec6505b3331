import type { Normalisers } from '../engine.js';
import { groupsOf } from '../normalisers.js';
import type { Kernels } from './kernels.js';
import { floats } from './memory.js';

/** Which of the kernels' functions say where a hidden layer's numbers are. */
const places = {
  gains: 'gains',
  shifts: 'shifts',
  means: 'runningMeans',
  variances: 'runningVariances',
} as const satisfies Record<keyof Normalisers, keyof Kernels>;

export function putNormalisers(kernels: Kernels, network: number, from: Normalisers): void {
  forEachLayer(kernels, network, from, (values, held) => {
    held.set(values);
  });
}

export function getNormalisers(kernels: Kernels, network: number, into: Normalisers): void {
  forEachLayer(kernels, network, into, (values, held) => {
    values.set(held);
  });
}

function forEachLayer(
  kernels: Kernels,
  network: number,
  normalisers: Normalisers,
  copy: (values: Float32Array, held: Float32Array) => void,
): void {
  for (const [name, layers] of groupsOf(normalisers))
    layers.forEach((values, index) => {
      copy(values, floats(kernels, kernels[places[name]](network, index + 1), values.length));
    });
}
