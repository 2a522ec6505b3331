import { digestOf } from '../src/artifact/digest.js';
import type { JsonObject } from '../src/artifact/json.js';
import { tensorsMediaType } from '../src/artifact/tensors.js';
import { streamMediaType } from '../src/data/examples.js';
import { shapesetDescription } from '../src/data/shapeset/description.js';
import { shapesetExamples } from '../src/data/shapeset/generator.js';
import { encodeExamples } from '../src/data/split.js';
import { encodeStream } from '../src/data/stream.js';
import { encodeParameters } from '../src/engine/parameters.js';
import type { InputArtifact, StageContext } from '../src/stage/contract.js';
import { architecture, initialParameters } from './network.js';

/** What a stage is given, without a store behind it. */
export function context(
  inputs: Readonly<Record<string, Readonly<Record<string, InputArtifact>>>>,
  threads = 1,
): Omit<StageContext, 'parameters'> {
  const roles = Object.entries(inputs).map(([role, artifacts]) => [role, [{ cell: {}, artifacts }]] as const);
  return {
    inputs: Object.fromEntries(roles),
    files: new Map(),
    pipeline: {},
    code: digestOf(''),
    write: () => Promise.resolve(),
    progress: () => undefined,
    threads: () => threads,
    servedBy: () => undefined,
    signal: new AbortController().signal,
    memo: { recall: () => Promise.resolve(undefined), remember: () => Promise.resolve() },
    reuse: () => Promise.resolve(false),
    unfinished: () => Promise.reject(new Error('nothing is kept between runs in memory')),
    observers: [],
  };
}

export function initialNetwork(): InputArtifact {
  const { layers } = architecture;
  return artifact(encodeParameters(initialParameters(), layers), { layers: [...layers] }, tensorsMediaType);
}

const description = shapesetDescription('train', [0, 1], 'stream');

export function preparedExamples(count: number): InputArtifact {
  const images = new Uint8Array(count * 1024);
  const labels = new Uint8Array(count);
  shapesetExamples(1, 'train images', count, description).read(0, images, labels);
  return artifact(encodeExamples({ images, labels }, description), description, tensorsMediaType);
}

export function shapesetStream(): InputArtifact {
  const text = encodeStream({ generator: 'shapeset', seed: 1, purpose: 'train images' });
  return artifact(Buffer.from(text), description, streamMediaType);
}

function artifact(bytes: Buffer, described: JsonObject, mediaType: string): InputArtifact {
  return { digest: digestOf(bytes), mediaType, description: described, bytes: () => Promise.resolve(bytes) };
}
