import type { Json } from '../../src/artifact/json.js';
import type { KnownInputs, Mistake } from '../../src/stage/contract.js';

/** Only a training's recorded updates can be measured: `every` is a multiple of their spacing. */
export function spacingMistakes(every: number, recordEvery: Json | undefined): readonly Mistake[] {
  if (typeof recordEvery !== 'number' || every % recordEvery === 0) return [];
  return [
    {
      at: { parameter: ['every'] },
      rule: `is ${every}, which is no multiple of the training's recordEvery, ${recordEvery}: not all of its states are recorded.`,
      remedy: `Take ${Math.ceil(every / recordEvery) * recordEvery}, or another recordEvery for the training.`,
    },
  ];
}

/** What was not measured in passing is trained again, which needs the rates that the training had, and no others. */
export function ratesMistakes({ training = [], rates = [] }: KnownInputs): readonly Mistake[] {
  const [looked] = training;
  if (looked?.inputs === undefined) return [];
  const [theirs] = looked.inputs.rates ?? [];
  if (theirs !== undefined && rates.length === 0)
    return [
      {
        at: { input: 'training' },
        rule: 'was given rates of its own, which the monitor needs too.',
        remedy: `Add rates to its inputs: "rates": "${theirs.stage ?? ''}".`,
      },
    ];
  if (theirs === undefined && rates.length > 0)
    return [
      {
        at: { input: 'rates' },
        rule: 'is not an input of the training that is looked at.',
        remedy: 'Remove it here, or give it to the training too.',
      },
    ];
  return [];
}
