import { Value } from 'typebox/value';
import type { JsonObject } from '../../src/artifact/json.js';
import type { Mistake } from '../../src/stage/contract.js';
import { schemeParameter, type SchemeParameter } from '../initialise/scheme.js';
import { beyondTheory } from './weights.js';

/** The scheme that a network's description says it was drawn by. */
export function schemeIn({ scheme }: JsonObject): SchemeParameter | undefined {
  return Value.Check(schemeParameter, scheme) ? scheme : undefined;
}

/** Why there is no theory of a network with this description. */
export function schemeMistakes(network: JsonObject): readonly Mistake[] {
  const at = { input: 'network' };
  const scheme = schemeIn(network);
  if (scheme === undefined)
    return [
      {
        at,
        rule: 'is not as initialise draws it: theory is of networks before they are trained.',
        remedy: 'Give the network of an initialise stage.',
      },
    ];
  const reason = beyondTheory(scheme);
  if (reason === undefined) return [];
  return [
    {
      at: { ...at, parameter: ['scheme'] },
      rule: `${reason}, and mean-field theory does not hold of it.`,
      remedy: 'Take another scheme, such as standard or normalised.',
    },
  ];
}
