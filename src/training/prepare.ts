import { minibatchReader } from '../data/minibatches.js';
import { openExamples } from '../data/open.js';
import type { Network, UpdateRule } from '../engine/engine.js';
import { machineOf } from '../engine/machine.js';
import { refuse } from '../stage/mistakes.js';
import type { MinibatchSource } from './minibatches.js';
import { untrainable } from './normalisation.js';
import { type EngineSurroundings, openNetwork } from './network.js';
import { networkSettingsOf } from './network-parameters.js';
import { type Origin, originOf, type TrainingInputs } from './origin.js';
import { type Recorded, type Recorder, recorder } from './recorded.js';
import { updateRule } from './rule.js';
import type { Course } from './trajectory.js';

export type CourseSettings = Omit<Course, 'layers' | 'machine' | keyof Origin>;

/** A training that can begin: the network holds its initial state. */
export interface Prepared {
  readonly course: Course;
  readonly network: Network;
  readonly rule: UpdateRule;
  /** What the training examples' grey levels become. */
  readonly range: readonly [number, number];
  readonly source: MinibatchSource;
  /** Records the network's states; one for all, since its buffers are as large as the network. */
  readonly record: Recorder;
  readonly initial: Recorded;
}

/** Throws BadInput where the network cannot be trained on the examples, or not with these rates or in these minibatches. */
export async function prepareTraining(
  inputs: TrainingInputs,
  settings: CourseSettings,
  surroundings: EngineSurroundings,
): Promise<Prepared> {
  const { learningRate, optimiser, batch, order, seed, recordEvery } = settings;
  refuse(untrainable(settings, inputs.rates !== undefined));
  const examples = await openExamples(inputs.data);
  const network = await openNetwork(inputs.network, settings, examples.description, surroundings);
  const { layers } = network.architecture;
  const rule = await updateRule(settings, inputs.rates, network.architecture);
  const record = recorder(network, rule.kind);
  const initial = record(0);
  const origin = { layers, ...originOf(inputs) };
  const machine = await machineOf(settings.engine);
  return {
    course: {
      ...{ ...networkSettingsOf(settings), learningRate, batch, order, seed, recordEvery, ...origin },
      ...(optimiser === undefined ? {} : { optimiser }),
      ...(machine === undefined ? {} : { machine }),
    },
    network,
    rule,
    range: examples.description.range,
    source: { width: layers[0] ?? 0, read: minibatchReader(examples, { seed, order }) },
    record,
    initial,
  };
}
