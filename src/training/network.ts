import type { ExamplesDescription } from '../data/examples.js';
import type { Network } from '../engine/engine.js';
import { decodeParameters } from '../engine/parameters.js';
import { openEngine, whatServes } from '../engine/open.js';
import type { InputArtifact, StageContext } from '../stage/contract.js';
import { refuse } from '../stage/mistakes.js';
import { BadInput } from '../stage/problem.js';
import { misfits } from './fit.js';
import type { NetworkSettings } from './network-parameters.js';

/** What an engine is given to work with, and who is told what does the work. */
export type EngineSurroundings = Pick<StageContext, 'threads' | 'servedBy'>;

/**
 * The network of an artifact, ready to work on these examples. Throws BadInput where it does not fit them, was trained with
 * another activation or cost, or is not of finite numbers, or where the engine cannot be had here.
 */
export async function openNetwork(
  artifact: InputArtifact,
  settings: NetworkSettings,
  examples: ExamplesDescription,
  { threads, servedBy }: EngineSurroundings,
): Promise<Network> {
  const { activation, cost } = settings;
  const { layers, parameters } = decodeParameters(await artifact.bytes());
  refuse(misfits('network', { ...artifact.description, layers }, settings, examples));
  const opened = await openEngine(settings, threads);
  servedBy(whatServes(settings));
  const network = opened.create({ layers, activation, cost }, parameters);
  if (network.finite()) return network;
  throw new BadInput({
    place: 'input network',
    rule: 'a parameter is not a finite number.',
    remedy: 'Take a network from initialise or train.',
  });
}
