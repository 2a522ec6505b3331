import { type MinibatchReader, minibatchReader } from '../../src/data/minibatches.js';
import { openExamples } from '../../src/data/open.js';
import { decodeParameters } from '../../src/engine/parameters.js';
import type { StageContext } from '../../src/stage/contract.js';
import { refuse } from '../../src/stage/mistakes.js';
import { BadInput } from '../../src/stage/problem.js';
import { misfits } from '../../src/training/fit.js';
import { trainingInputs } from '../../src/training/origin.js';
import type { declaration } from './declaration.js';
import type { State } from './state.js';

export type Context = StageContext<typeof declaration>;

/** A pre-training that can begin. */
export interface Prepared {
  readonly layers: readonly number[];
  readonly initial: State;
  readonly range: readonly [number, number];
  readonly read: MinibatchReader;
  /** Updates in all. */
  readonly until: number;
}

/** Throws BadInput where the network is not for these examples, or is not of finite numbers. */
export async function preparePretraining({ inputs, parameters: asked }: Context): Promise<Prepared> {
  const { activation, layerUpdates, updates, order, seed } = asked;
  const artifacts = trainingInputs(inputs, 'network');
  const examples = await openExamples(artifacts.data);
  const { layers, parameters } = decodeParameters(await artifacts.network.bytes());
  const { description } = examples;
  refuse(misfits('network', { ...artifacts.network.description, layers }, { activation }, description));
  if (![...parameters.weights, ...parameters.biases].every((values) => values.every(Number.isFinite)))
    throw new BadInput({
      place: 'input network',
      rule: 'a parameter is not a finite number.',
      remedy: 'Take a network from initialise or train.',
    });
  return {
    layers,
    initial: { parameters, decoderBiases: new Float32Array(layers[0] ?? 0) },
    range: description.range,
    read: minibatchReader(examples, { seed, order }),
    until: Math.min(updates, (layers.length - 2) * layerUpdates),
  };
}
