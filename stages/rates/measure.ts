import type { Curvature, Network } from '../../src/engine/engine.js';
import { BadInput } from '../../src/stage/problem.js';
import type { Sample } from '../../src/training/sample.js';
import type { Method } from './method.js';

/** c of every parameter, in the form of a curvature: a layer's weights are made when asked for and valid until the next are. */
export function measure(network: Network, { inputs, labels }: Sample, method: Method): Curvature {
  if (method.name === 'hessian') return network.curvature(inputs, labels);
  const { weights, biases } = network.gradientVariance(inputs, labels, method.batch);
  return {
    weights: weights.map((variance) => () => variance.map(Math.sqrt)),
    biases: biases.map((variance) => variance.map(Math.sqrt)),
  };
}

/** r = μ/(μ + c), in double precision and rounded once. Throws BadInput where c is not a finite number. */
export function ratesOf(measured: Float32Array, damping: number): Float32Array {
  if (!measured.every((c) => c >= 0 && c < Infinity))
    throw new BadInput({
      place: 'input network',
      rule: "on these examples its cost's curvature or gradient is not a finite number.",
      remedy: 'Take a network with smaller weights.',
    });
  return measured.map((c) => damping / (damping + c));
}
