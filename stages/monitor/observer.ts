import { digestOfJson, type Digest } from '../../src/artifact/digest.js';
import type { JsonObject } from '../../src/artifact/json.js';
import { readAll } from '../../src/data/minibatches.js';
import { openExamples } from '../../src/data/open.js';
import { machineOf } from '../../src/engine/machine.js';
import type { Observer, StageContext } from '../../src/stage/contract.js';
import { artifactOf, type InputArtifact, onlyInput } from '../../src/stage/contract.js';
import { evaluationSet } from '../../src/statistics/evaluate.js';
import { networkSettingsOf, type NetworkSettings } from '../../src/training/network-parameters.js';
import type { declaration } from './declaration.js';
import { measure, type Measurement, type Probe } from './measure.js';
import { isMeasured } from './training.js';

type Context = StageContext<typeof declaration>;

/** A measurement that was made before. */
export interface Remembered extends JsonObject {
  readonly measurement: Measurement;
  /** Where other code made it: the mark of the carry-over. */
  readonly carriedOver?: JsonObject;
}

/** An observer whose measurements can be had again. */
export interface MonitorObserver extends Observer {
  recall(state: Digest, settings: NetworkSettings): Promise<Remembered | undefined>;
  remember(state: Digest, settings: NetworkSettings, remembered: Remembered): Promise<void>;
}

/**
 * Measures what a training shows it and remembers it under a digest of all that a measurement follows from. Needs no finished
 * training: only the examples.
 */
export async function observe(context: Context): Promise<MonitorObserver> {
  const { memo, parameters, signal } = context;
  const probe = await openProbe(context);
  const key = async (state: Digest, settings: NetworkSettings): Promise<Digest> => {
    const machine = await machineOf(settings.engine);
    const computing = { ...networkSettingsOf(settings), ...(machine === undefined ? {} : { machine }) };
    return digestOfJson('samebits/probe/1', { state, ...computing, ...probeIdentity(context) });
  };
  const recall = async (state: Digest, settings: NetworkSettings): Promise<Remembered | undefined> =>
    // Only this stage with this code remembers under such a key.
    (await memo.recall(await key(state, settings))) as Remembered | undefined;
  const remember = async (state: Digest, settings: NetworkSettings, remembered: Remembered) =>
    memo.remember(await key(state, settings), remembered);
  return {
    wants: (update) => isMeasured(update, parameters),
    measure: async ({ digest, network, engine, arithmetic }) => {
      const settings = { ...network.architecture, engine, arithmetic };
      const before = await recall(digest, settings);
      if (before !== undefined && before.carriedOver === undefined) return;
      await remember(digest, settings, { measurement: await measure(network, probe, signal) });
    },
    recall,
    remember,
  };
}

export async function openProbe({ inputs, parameters }: Context): Promise<Probe> {
  const data = onlyInput(inputs, 'data');
  const test = await openExamples(artifactOf(data, 'test'));
  const validation = await openExamples(artifactOf(data, 'validation'));
  return {
    looked: readAll(test, parameters.examples),
    test: evaluationSet(test, parameters.test),
    validation: evaluationSet(validation, parameters.validation),
    gradients: parameters.gradients,
  };
}

/** All that a measurement follows from, besides the network. */
function probeIdentity({ code, inputs, parameters }: Context): JsonObject {
  const data = onlyInput(inputs, 'data');
  const { examples, test, validation, gradients } = parameters;
  const probe = { examples, test, validation, gradients };
  const used = validation > 0 ? ['test', 'validation'] : ['test'];
  return { code, probe, data: used.map((output) => identityOf(artifactOf(data, output))) };
}

function identityOf({ digest, mediaType, description }: InputArtifact): JsonObject {
  return { digest, mediaType, description };
}
