import type { Network, Parameters } from '../../src/engine/engine.js';
import { BadInput } from '../../src/stage/problem.js';
import { moments } from '../../src/statistics/summary.js';
import type { Sample } from '../../src/training/sample.js';

/** When a layer is good enough, or is given up. */
export interface Limits {
  readonly tolerance: number;
  readonly iterations: number;
}

/** What was done to a layer; the factor is the product of all its scalings. */
export interface Scaled {
  readonly iterations: number;
  readonly before: number;
  readonly after: number;
  readonly factor: number;
}

/**
 * W ← W/√v, v the variance of layer `index`'s pre-activations over the sample and all units, until |v − 1| < tolerance. The layers
 * below are as they stay. Throws BadInput where v is 0 or not a finite number.
 */
export function scaleLayer(network: Network, index: number, sample: Sample, limits: Limits): Scaled {
  const before = varianceOf(network, index, sample);
  let [after, factor, iterations] = [before, 1, 0];
  while (Math.abs(after - 1) >= limits.tolerance && iterations < limits.iterations) {
    const sd = Math.sqrt(after);
    network.load(divided(network.parameters(), index, sd));
    factor /= sd;
    iterations += 1;
    after = varianceOf(network, index, sample);
  }
  return { iterations, before, after, factor };
}

/** In double precision, rounded once. */
function divided(parameters: Parameters, index: number, sd: number): Parameters {
  const weights = parameters.weights.with(
    index,
    (parameters.weights[index] ?? new Float32Array()).map((weight) => weight / sd),
  );
  return { ...parameters, weights };
}

function varianceOf(network: Network, index: number, { inputs, labels }: Sample): number {
  const { preActivations } = network.forward(inputs, labels);
  const { variance } = moments(preActivations[index] ?? new Float32Array());
  if (variance > 0 && variance < Infinity) return variance;
  throw new BadInput({
    place: 'input network',
    rule: `the pre-activations of layer ${index + 1} have the variance ${variance} on these examples: no factor makes it 1.`,
    remedy: 'Take a network from initialise whose weights are not 0 and not as large.',
  });
}
