import type { JsonObject } from '../../src/artifact/json.js';
import type { Mistake } from '../../src/stage/contract.js';
import { misfits } from '../../src/training/fit.js';
import type { SurfaceParameters, WeightParameters } from './parameters.js';

/** What is wrong with the two weights, as far as the network's description tells. */
export function weightMistakes(parameters: SurfaceParameters, network: JsonObject): readonly Mistake[] {
  const { activation, w1, w2 } = parameters;
  const layers = Array.isArray(network.layers) ? network.layers.map(Number) : undefined;
  return [
    ...misfits('network', network, { activation }, {}),
    ...(['w1', 'w2'] as const).flatMap((name) => [
      ...emptyRange(name, parameters[name]),
      ...(layers === undefined ? [] : outsideNetwork(name, parameters[name], layers)),
    ]),
    ...sameWeight(w1, w2),
  ];
}

function emptyRange(name: string, { least, greatest }: WeightParameters): readonly Mistake[] {
  if (least < greatest) return [];
  const at = { parameter: [name, 'greatest'] };
  return [{ at, rule: 'ends the grid before it begins.', remedy: 'Give the lesser end as least.' }];
}

function outsideNetwork(
  name: string,
  weight: WeightParameters,
  layers: readonly number[],
): readonly Mistake[] {
  const most = {
    layer: layers.length - 1,
    from: layers[weight.layer - 1] ?? Infinity,
    to: layers[weight.layer] ?? Infinity,
  };
  return (['layer', 'from', 'to'] as const)
    .filter((member) => weight[member] > most[member])
    .map((member) => ({
      at: { parameter: [name, member] },
      rule: `is ${weight[member]}, which is more than the network has.`,
      remedy: `The most is ${most[member]}.`,
    }));
}

function sameWeight(w1: WeightParameters, w2: WeightParameters): readonly Mistake[] {
  if (w1.layer !== w2.layer || w1.from !== w2.from || w1.to !== w2.to) return [];
  return [{ at: { parameter: ['w2'] }, rule: 'is the same weight as w1.', remedy: 'Name another.' }];
}
