import type { ExamplesDescription } from '../data/examples.js';
import type { Network, Normalisation, Parameters } from '../engine/engine.js';
import { initialNormalisers, normalisationOf } from '../engine/normalisers.js';
import { decodeParameters } from '../engine/parameters.js';
import { openEngine, whatServes } from '../engine/open.js';
import type { InputArtifact, StageContext } from '../stage/contract.js';
import { whatIsKnown } from '../stage/known.js';
import { refuse } from '../stage/mistakes.js';
import { BadInput } from '../stage/problem.js';
import { misfits } from './fit.js';
import type { NetworkSettings } from './network-parameters.js';

/** What an engine is given to work with, and who is told what does the work. */
export type EngineSurroundings = Pick<StageContext, 'threads' | 'servedBy'>;

/**
 * The network of an artifact, ready to work on these examples. Throws BadInput where it does not fit them, was trained with
 * another activation, cost or normalisation, or is not of finite numbers, or where the engine cannot be had here.
 */
export async function openNetwork(
  artifact: InputArtifact,
  settings: NetworkSettings,
  examples: ExamplesDescription,
  { threads, servedBy }: EngineSurroundings,
): Promise<Network> {
  const { activation, cost, normalisation } = settings;
  const { layers, parameters } = decodeParameters(await artifact.bytes());
  const found = whatIsKnown({ layers, normalisation: normalisationOf(parameters) });
  refuse(misfits('network', { ...artifact.description, ...found }, settings, examples));
  const opened = await openEngine(settings, threads);
  servedBy(whatServes(settings));
  const plain = { layers, activation, cost };
  const network =
    normalisation === undefined
      ? opened.create(plain, parameters)
      : opened.create({ ...plain, normalisation }, begun(parameters, layers, normalisation));
  if (network.finite()) return network;
  throw new BadInput({
    place: 'input network',
    rule: 'a parameter is not a finite number.',
    remedy: 'Take a network from initialise or train.',
  });
}

/** An untrained network's file has nothing that normalises its layers: that begins here. */
function begun(parameters: Parameters, layers: readonly number[], normalisation: Normalisation): Parameters {
  const { normalisers = initialNormalisers(layers, normalisation) } = parameters;
  return { ...parameters, normalisers };
}
