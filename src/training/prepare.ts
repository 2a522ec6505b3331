import { minibatchReader } from '../data/minibatches.js';
import { openExamples } from '../data/open.js';
import type { Network } from '../engine/engine.js';
import { decodeParameters } from '../engine/parameters.js';
import type { InputArtifact } from '../stage/contract.js';
import type { MinibatchSource } from './minibatches.js';
import { openNetwork } from './network.js';
import { originOf } from './origin.js';
import { type Recorded, type Recorder, recorder } from './recorded.js';
import type { Course } from './trajectory.js';

type CourseSettings = Omit<Course, 'layers' | 'data' | 'network'>;

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
  threads: () => number,
): Promise<Prepared> {
  const { activation, engine, arithmetic, learningRate, batch, order, seed, recordEvery } = settings;
  const examples = await openExamples(data);
  const network = await openNetwork(start, settings, examples.description, threads);
  const { layers } = network.architecture;
  const record = recorder(network);
  const initial = record(0);
  const origin = { layers, ...originOf(data, start) };
  return {
    course: { activation, engine, arithmetic, learningRate, batch, order, seed, recordEvery, ...origin },
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
