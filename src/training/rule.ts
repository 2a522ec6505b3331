import { sameJson } from '../artifact/digest.js';
import type { Json, JsonObject } from '../artifact/json.js';
import type { Architecture, UpdateRule } from '../engine/engine.js';
import { decodeParameters } from '../engine/parameters.js';
import type { InputArtifact, Mistake } from '../stage/contract.js';
import { refuse } from '../stage/mistakes.js';
import { BadInput } from '../stage/problem.js';
import { type OptimiserParameter, ratesBeside, ruleOf } from './optimiser.js';

/**
 * The optimiser's rule; with `rates`, which hold a factor r for every parameter, θ ← θ − εr·g, where εr is rounded to single
 * precision once. Throws BadInput where the rates are for another architecture or rule, or εr is not a finite number at least 0.
 */
export async function updateRule(
  { learningRate, optimiser }: { readonly learningRate: number; readonly optimiser?: OptimiserParameter },
  rates: InputArtifact | undefined,
  architecture: Architecture,
): Promise<UpdateRule> {
  if (rates === undefined) return ruleOf(optimiser, learningRate);
  refuse(ratesBeside(optimiser, true));
  const { layers, parameters } = decodeParameters(await rates.bytes());
  refuse(misfittingRates({ ...rates.description, layers }, { ...architecture }));
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
export function misfittingRates(
  rated: JsonObject,
  trained: Readonly<Record<string, Json | undefined>>,
): readonly Mistake[] {
  const part = (['layers', 'activation', 'cost'] as const).find((name) => {
    const [rates, own] = [rated[name], trained[name]];
    return rates !== undefined && own !== undefined && !sameJson(rates, own);
  });
  if (part === undefined) return [];
  return [
    {
      at: { input: 'rates' },
      rule: `are for a network with ${part} ${JSON.stringify(rated[part])}, but this one has ${JSON.stringify(trained[part])}.`,
      remedy: `Give the stage rates the network that is trained, and the same ${part}.`,
    },
  ];
}

function isRate(value: number): boolean {
  return value >= 0 && value < Infinity;
}

function badRates(rule: string, remedy: string): BadInput {
  return new BadInput({ place: 'input rates', rule, remedy });
}
