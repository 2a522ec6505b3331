import type { UpdateRule } from '../engine/engine.js';
import { decodeParameters } from '../engine/parameters.js';
import type { InputArtifact } from '../stage/contract.js';
import { BadInput } from '../stage/problem.js';

/**
 * θ ← θ − εg; with `rates`, which hold a factor r for every parameter, θ ← θ − εr·g, where εr is rounded to single precision once.
 * Throws BadInput where the rates are not those of a network with these layers, or εr is not a finite number at least 0.
 */
export async function updateRule(
  learningRate: number,
  rates: InputArtifact | undefined,
  layers: readonly number[],
): Promise<UpdateRule> {
  if (rates === undefined) return { kind: 'sgd', rate: learningRate };
  const { layers: rated, parameters } = decodeParameters(await rates.bytes());
  if (rated.join() !== layers.join())
    throw badRates(
      `are for a network of layers ${rated.join('–')}, but this one is ${layers.join('–')}.`,
      'Give the stage rates the network that is trained.',
    );
  const scaled = (factors: Float32Array): Float32Array => factors.map((factor) => learningRate * factor);
  const rate = { weights: parameters.weights.map(scaled), biases: parameters.biases.map(scaled) };
  if (![...rate.weights, ...rate.biases].every((layer) => layer.every(isRate)))
    throw badRates(
      `times the learning rate ${learningRate} are not all finite numbers of at least 0.`,
      'Try a smaller learningRate.',
    );
  return { kind: 'sgd', rate };
}

function isRate(value: number): boolean {
  return value >= 0 && value < Infinity;
}

function badRates(rule: string, remedy: string): BadInput {
  return new BadInput({ place: 'input rates', rule, remedy });
}
