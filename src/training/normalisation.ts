import type { Mistake } from '../stage/contract.js';
import type { NetworkSettings } from './network-parameters.js';

type Normalised = Pick<NetworkSettings, 'normalisation'>;

/** Why a normalised network cannot be trained so: with a rate for every parameter, or example by example. */
export function untrainable(
  settings: Normalised & { readonly batch: number },
  withRates: boolean,
): readonly Mistake[] {
  const { normalisation, batch } = settings;
  return [
    ...(withRates ? unrateable(settings) : []),
    ...(normalisation === 'batch' && batch < 2 ? [aloneInItsBatch(batch)] : []),
  ];
}

function aloneInItsBatch(batch: number): Mistake {
  return {
    at: { parameter: ['batch'] },
    rule: `is ${batch}, but the normalisation "batch" needs a variance over the minibatch.`,
    remedy: 'Take 2 or more, or the normalisation "layer".',
  };
}

/** Curvature, and the rates that follow from it, are defined of networks that are not normalised. */
export function unrateable({ normalisation }: Normalised): readonly Mistake[] {
  if (normalisation === undefined) return [];
  return [
    {
      at: { parameter: ['normalisation'] },
      rule: `is "${normalisation}", but rates are only for networks that are not normalised.`,
      remedy: 'Leave it out, or train without rates.',
    },
  ];
}
