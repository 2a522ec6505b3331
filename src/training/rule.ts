import { sameJson } from '../artifact/digest.js';
import type { JsonObject } from '../artifact/json.js';
import type { Architecture, UpdateRule } from '../engine/engine.js';
import { decodeParameters } from '../engine/parameters.js';
import type { InputArtifact } from '../stage/contract.js';
import { BadInput } from '../stage/problem.js';

/**
 * θ ← θ − εg; with `rates`, which hold a factor r for every parameter, θ ← θ − εr·g, where εr is rounded to single precision once.
 * Throws BadInput where the rates are for another architecture, or εr is not a finite number at least 0.
 */
export async function updateRule(
  learningRate: number,
  rates: InputArtifact | undefined,
  architecture: Architecture,
): Promise<UpdateRule> {
  if (rates === undefined) return { kind: 'sgd', rate: learningRate };
  const { layers, parameters } = decodeParameters(await rates.bytes());
  checkRated(architecture, { ...rates.description, layers });
  const scaled = (factors: Float32Array): Float32Array => factors.map((factor) => learningRate * factor);
  const rate = { weights: parameters.weights.map(scaled), biases: parameters.biases.map(scaled) };
  if (![...rate.weights, ...rate.biases].every((layer) => layer.every(isRate)))
    throw badRates(
      `times the learning rate ${learningRate} are not all finite numbers of at least 0.`,
      'Try a smaller learningRate, or other rates.',
    );
  return { kind: 'sgd', rate };
}

/** The network that the rates are for is the one that is trained; rates made elsewhere need not say an activation or a cost. */
function checkRated(architecture: Architecture, rated: JsonObject): void {
  const part = (['layers', 'activation', 'cost'] as const).find(
    (name) => rated[name] !== undefined && !sameJson(rated[name], architecture[name]),
  );
  if (part === undefined) return;
  throw badRates(
    `are for a network with ${part} ${JSON.stringify(rated[part])}, but this one has ${JSON.stringify(architecture[part])}.`,
    `Give the stage rates the network that is trained, and the same ${part}.`,
  );
}

function isRate(value: number): boolean {
  return value >= 0 && value < Infinity;
}

function badRates(rule: string, remedy: string): BadInput {
  return new BadInput({ place: 'input rates', rule, remedy });
}
