import { performance } from 'node:perf_hooks';
import { digestOf } from '../src/artifact/digest.js';
import type { JsonObject } from '../src/artifact/json.js';
import { tensorsMediaType } from '../src/artifact/tensors.js';
import { minibatchReader } from '../src/data/minibatches.js';
import { openExamples } from '../src/data/open.js';
import { streamMediaType } from '../src/data/examples.js';
import { encodeExamples } from '../src/data/split.js';
import { encodeStream } from '../src/data/stream.js';
import { portableEngine } from '../src/engine/portable/portable.js';
import { connectionsOf, encodeParameters } from '../src/engine/parameters.js';
import { fillUniform } from '../src/random/uniform.js';
import type { InputArtifact, StageContext } from '../src/stage/contract.js';
import { shapesetDescription } from '../src/data/shapeset/description.js';
import { shapesetExamples } from '../src/data/shapeset/generator.js';
import { run as statistics } from '../stages/statistics/run.js';
import { run as train } from '../stages/train/run.js';
import type { BenchRow } from './row.js';

/** The paper's network. */
const layers = [1024, 1000, 1000, 1000, 1000, 1000, 9];
const batch = 10;
const updates = 200;
/** Not measured: the first chunks are short, and every early update is recorded. */
const warmUp = 50;
const rounds = 3;

/** Training and statistics at the paper's size: medians of interleaved rounds. */
export async function bench(): Promise<readonly BenchRow[]> {
  const network = initialNetwork();
  const prepared = preparedExamples(2000);
  const times: Record<'bare' | 'unrecorded' | 'prepared' | 'online' | 'statistics', number[]> = {
    ...{ bare: [], unrecorded: [], prepared: [], online: [], statistics: [] },
  };
  for (let round = 0; round < rounds; round++) {
    times.bare.push(await bareTraining(prepared));
    times.unrecorded.push(await stageTraining(prepared, network, 100_000));
    times.prepared.push(await stageTraining(prepared, network, 100));
    times.online.push(await stageTraining(shapesetStream(), network, 100));
    times.statistics.push(await statisticsStage(prepared, network));
  }
  const bare = median(times.bare);
  const over = (values: readonly number[]): string =>
    `${((median(values) / bare - 1) * 100).toFixed(1)} % over the bare engine`;
  const perUpdate = 'ms per update';
  return [
    { what: 'engine.train alone', value: bare, unit: perUpdate },
    ...[
      { what: 'stage train, prepared data, nothing recorded', times: times.unrecorded },
      { what: 'stage train, prepared data, each 100th state recorded', times: times.prepared },
      { what: 'stage train, Shapeset made on the way, each 100th state recorded', times: times.online },
    ].map(({ what, times }) => ({ what, value: median(times), unit: perUpdate, note: over(times) })),
    { what: 'stage statistics, 300 examples', value: median(times.statistics), unit: 'ms' },
    { what: 'memory of the process', value: process.resourceUsage().maxRSS / 1024, unit: 'MB' },
  ];
}

async function bareTraining(data: InputArtifact): Promise<number> {
  const read = minibatchReader(await openExamples(data), { seed: 1, order: 'shuffled' });
  const network = portableEngine.create(
    { layers, activation: 'tanh', cost: 'crossEntropy' },
    initialParameters(),
  );
  const inputs = new Float32Array(updates * batch * 1024);
  const labels = new Uint8Array(updates * batch);
  read(0, inputs, labels);
  const part = (from: number, to: number) =>
    network.train(
      inputs.subarray(from * batch * 1024, to * batch * 1024),
      labels.subarray(from * batch, to * batch),
      batch,
      { kind: 'sgd', rate: 0.01 },
    );
  part(0, warmUp);
  const start = performance.now();
  part(warmUp, updates);
  return (performance.now() - start) / (updates - warmUp);
}

async function stageTraining(
  data: InputArtifact,
  network: InputArtifact,
  recordEvery: number,
): Promise<number> {
  const settings = {
    activation: 'tanh',
    engine: 'portable',
    arithmetic: 'portable',
    learningRate: 0.01,
    batch,
    updates,
    recordEvery,
    order: 'shuffled',
    seed: 1,
  } as const;
  let start = 0;
  let end = 0;
  const progress = ({ done }: { readonly done: number }): void => {
    if (done === warmUp) start = performance.now();
    end = performance.now();
  };
  await train({
    ...context({ data: { train: data }, network: { network } }),
    parameters: settings,
    progress,
  });
  return (end - start) / (updates - warmUp);
}

async function statisticsStage(data: InputArtifact, network: InputArtifact): Promise<number> {
  const start = performance.now();
  const parameters = {
    activation: 'tanh',
    engine: 'portable',
    arithmetic: 'portable',
    examples: 300,
    bins: 100,
  } as const;
  await statistics({ ...context({ data: { test: data }, network: { network } }), parameters });
  return performance.now() - start;
}

/** What a stage is given, without a store behind it. */
function context(
  inputs: Readonly<Record<string, Readonly<Record<string, InputArtifact>>>>,
): Omit<StageContext, 'parameters'> {
  const roles = Object.entries(inputs).map(([role, artifacts]) => [role, [{ cell: {}, artifacts }]] as const);
  return {
    inputs: Object.fromEntries(roles),
    files: new Map(),
    pipeline: {},
    code: digestOf(''),
    write: () => Promise.resolve(),
    progress: () => undefined,
    threads: () => 1,
    signal: new AbortController().signal,
    memo: { recall: () => Promise.resolve(undefined), remember: () => Promise.resolve() },
    observers: [],
  };
}

function initialParameters() {
  const connections = connectionsOf(layers);
  const weights = connections.map(({ fanIn, fanOut }, layer) => {
    const drawn = new Float32Array(fanIn * fanOut);
    const bound = 1 / Math.sqrt(fanIn);
    fillUniform(drawn, 1, 'weights', layer, -bound, bound);
    return drawn;
  });
  return { weights, biases: connections.map(({ fanOut }) => new Float32Array(fanOut)) };
}

function initialNetwork(): InputArtifact {
  return artifact(encodeParameters(initialParameters(), layers), { layers }, tensorsMediaType);
}

const description = shapesetDescription('Shapeset', [0, 1]);

function preparedExamples(count: number): InputArtifact {
  const images = new Uint8Array(count * 1024);
  const labels = new Uint8Array(count);
  shapesetExamples(1, 'train images', count, description).read(0, images, labels);
  return artifact(encodeExamples({ images, labels }, description), description, tensorsMediaType);
}

function shapesetStream(): InputArtifact {
  const text = encodeStream({ generator: 'shapeset', seed: 1, purpose: 'train images' });
  return artifact(Buffer.from(text), description, streamMediaType);
}

function artifact(bytes: Buffer, described: JsonObject, mediaType: string): InputArtifact {
  return { digest: digestOf(bytes), mediaType, description: described, bytes: () => Promise.resolve(bytes) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
