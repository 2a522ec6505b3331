import { sameJson } from '../artifact/digest.js';
import type { ExamplesDescription } from '../data/examples.js';
import type { Activation, Network } from '../engine/engine.js';
import { decodeParameters } from '../engine/parameters.js';
import { openEngine } from '../engine/open.js';
import type { InputArtifact } from '../stage/contract.js';
import { BadInput, type Problem } from '../stage/problem.js';
import type { NetworkSettings } from './network-parameters.js';

/**
 * The network of an artifact, ready to work on these examples with as many `threads` as there may be at a time. Throws BadInput
 * where it does not fit them, was trained with another activation, or is not of finite numbers, or there is no such engine here.
 */
export async function openNetwork(
  artifact: InputArtifact,
  { activation, engine, arithmetic }: NetworkSettings,
  examples: ExamplesDescription,
  threads: () => number,
): Promise<Network> {
  const { layers, parameters } = decodeParameters(await artifact.bytes());
  const problem =
    misfit(layers, examples) ?? otherActivation(artifact, activation) ?? otherRange(artifact, examples);
  if (problem !== undefined) throw new BadInput(problem);
  const network = (await openEngine({ engine, arithmetic }, threads)).create(
    { layers, activation, cost: 'crossEntropy' },
    parameters,
  );
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

function otherActivation({ description }: InputArtifact, activation: Activation): Problem | undefined {
  const trained = description.activation;
  if (trained === undefined || trained === activation) return undefined;
  return {
    place: 'activation',
    rule: `is ${activation}, but the network was trained with ${JSON.stringify(trained)}`,
    remedy: 'Give both stages the same activation.',
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
