import { minibatchReader } from '../data/minibatches.js';
import { openExamples } from '../data/open.js';
import type { Network } from '../engine/engine.js';
import { machineOf } from '../engine/machine.js';
import { decodeParameters } from '../engine/parameters.js';
import type { InputArtifact } from '../stage/contract.js';
import type { MinibatchSource } from './minibatches.js';
import { type EngineSurroundings, openNetwork } from './network.js';
import { networkSettingsOf } from './network-parameters.js';
import { originOf } from './origin.js';
import { type Recorded, type Recorder, recorder } from './recorded.js';
import type { Course } from './trajectory.js';

type CourseSettings = Omit<Course, 'layers' | 'data' | 'network' | 'machine'>;

/** A training that can begin: the network holds its initial state. */
export interface Prepared {
  readonly course: Course;
  readonly network: Network;
  /** What the training examples' grey levels become. */
  readonly range: readonly [number, number];
  readonly source: MinibatchSource;
  /** Records the network's states; one for all, since its buffers are as large as the network. */
  readonly record: Recorder;
  readonly initial: Recorded;
}

/** Throws BadInput where the network cannot be trained on the examples. */
export async function prepareTraining(
  data: InputArtifact,
  start: InputArtifact,
  settings: CourseSettings,
  surroundings: EngineSurroundings,
): Promise<Prepared> {
  const { learningRate, batch, order, seed, recordEvery } = settings;
  const examples = await openExamples(data);
  const network = await openNetwork(start, settings, examples.description, surroundings);
  const { layers } = network.architecture;
  const record = recorder(network);
  const initial = record(0);
  const origin = { layers, ...originOf(data, start) };
  const machine = await machineOf(settings.engine);
  return {
    course: {
      ...{ ...networkSettingsOf(settings), learningRate, batch, order, seed, recordEvery, ...origin },
      ...(machine === undefined ? {} : { machine }),
    },
    network,
    range: examples.description.range,
    source: { width: layers[0] ?? 0, read: minibatchReader(examples, { seed, order }) },
    record,
    initial,
  };
}

/** Puts the network into a recorded state. */
export function load(network: Network, { bytes }: Recorded): void {
  network.load(decodeParameters(bytes).parameters);
}
