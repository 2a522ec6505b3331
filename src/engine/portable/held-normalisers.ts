import type { Normalisers } from '../engine.js';
import { groupsOf } from '../normalisers.js';
import type { Held } from './held.js';
import { floats } from './memory.js';

export function putNormalisers(held: Held, from: Normalisers): void {
  forEachLayer(held, from, (values, there) => {
    there.set(values);
  });
}

export function getNormalisers(held: Held, into: Normalisers): void {
  forEachLayer(held, into, (values, there) => {
    values.set(there);
  });
}

function forEachLayer(
  { kernels, network, gains, shifts }: Held,
  normalisers: Normalisers,
  copy: (values: Float32Array, there: Float32Array) => void,
): void {
  // Which of the kernels' functions say where a hidden layer's numbers are.
  const places = { gains, shifts, means: 'runningMeans', variances: 'runningVariances' } as const;
  for (const [name, layers] of groupsOf(normalisers))
    layers.forEach((values, index) => {
      copy(values, floats(kernels, kernels[places[name]](network, index + 1), values.length));
    });
}
