import { minibatchReader } from '../../src/data/minibatches.js';
import { type Examples, valuesPerExample } from '../../src/data/examples.js';
import type { Curvature, Network } from '../../src/engine/engine.js';
import { refuse, tooMany } from '../../src/stage/mistakes.js';
import { BadInput } from '../../src/stage/problem.js';
import type { Method } from './method.js';

export interface Sample {
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
}

/** The first examples that a training goes through in the random order of this seed. Throws BadInput where there are too few. */
export function sampleOf(examples: Examples, count: number, seed: number): Sample {
  refuse(tooMany('examples', count, 'training', examples.count));
  const inputs = new Float32Array(count * valuesPerExample(examples.description));
  const labels = new Uint8Array(count);
  minibatchReader(examples, { seed, order: 'shuffled' })(0, inputs, labels);
  return { inputs, labels };
}

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
