import { sameJson } from '../artifact/digest.js';
import type { ExamplesDescription } from '../data/examples.js';
import type { Network } from '../engine/engine.js';
import { decodeParameters } from '../engine/parameters.js';
import { openEngine, whatServes } from '../engine/open.js';
import type { InputArtifact, StageContext } from '../stage/contract.js';
import { BadInput, type Problem } from '../stage/problem.js';
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
  const problem =
    misfit(layers, examples) ?? otherSetting(artifact, settings) ?? otherRange(artifact, examples);
  if (problem !== undefined) throw new BadInput(problem);
  const opened = await openEngine(settings, threads);
  servedBy(whatServes(settings));
  const network = opened.create({ layers, activation, cost }, parameters);
  if (network.finite()) return network;
  throw new BadInput({
    place: 'input network',
    rule: 'a parameter is not a finite number',
    remedy: 'Take a network from initialise or train.',
  });
}

function misfit(
  layers: readonly number[],
  { title, height, width, classes }: ExamplesDescription,
): Problem | undefined {
  const wanted = [height * width, classes.length];
  const given = [layers[0], layers.at(-1)];
  if (given.join() === wanted.join()) return undefined;
  return {
    place: 'input network',
    rule: `has ${given.join(' inputs and ')} outputs; ${title} has ${wanted.join(' pixels and ')} classes`,
    remedy: `Give initialise layers that begin with ${wanted.join(' and end with ')}.`,
  };
}

/** An untrained network has no activation or cost yet. */
function otherSetting({ description }: InputArtifact, settings: NetworkSettings): Problem | undefined {
  const place = (['activation', 'cost'] as const).find(
    (name) => description[name] !== undefined && description[name] !== settings[name],
  );
  if (place === undefined) return undefined;
  return {
    place,
    rule: `is ${settings[place]}, but the network was trained with ${JSON.stringify(description[place])}`,
    remedy: `Give both stages the same ${place}.`,
  };
}

function otherRange(
  { description }: InputArtifact,
  { title, range }: ExamplesDescription,
): Problem | undefined {
  const trained = description.range;
  if (trained === undefined || sameJson(trained, range)) return undefined;
  return {
    place: 'input data',
    rule: `${title} has pixels in ${JSON.stringify(range)}, but the network was trained on pixels in ${JSON.stringify(trained)}`,
    remedy: 'Give the data that the network was trained on.',
  };
}
