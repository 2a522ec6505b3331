import { digestOf } from '../../src/artifact/digest.js';
import type { JsonObject } from '../../src/artifact/json.js';
import { tensorsMediaType } from '../../src/artifact/tensors.js';
import type { Examples, ExamplesDescription } from '../../src/data/examples.js';
import { encodeExamples, type LabelledImages } from '../../src/data/split.js';
import type { Network, Parameters } from '../../src/engine/engine.js';
import { encodeParameters } from '../../src/engine/parameters.js';
import { Draws } from '../../src/random/draws.js';
import { fillUniform } from '../../src/random/uniform.js';
import type { Input, InputArtifact } from '../../src/stage/contract.js';
import { type EngineSurroundings, openNetwork } from '../../src/training/network.js';
import type { NetworkSettings } from '../../src/training/network-parameters.js';

/** Three layers of weights that train in a moment. */
const smallLayers: readonly number[] = [12, 9, 7, 5];

const description: ExamplesDescription = {
  title: 'Small images',
  height: 3,
  width: 4,
  classes: ['a', 'b', 'c', 'd', 'e'],
  range: [0, 1],
};

/** Images of chance whose class is where they are brightest, so that there is something to learn. */
export function smallExamples(count: number, seed = 1): InputArtifact {
  return encoded(smallImages(count, seed));
}

/** Examples of which only one has light in its last two pixels: the one at which `overflowingNetwork` overflows. */
export function overflowingExamples(count: number, at: number): InputArtifact {
  const small = smallImages(count, 1);
  const images = small.images.map((grey, index) => (index % 12 < 10 ? grey : 0));
  images.fill(255, at * 12 + 10, at * 12 + 12);
  return encoded({ ...small, images });
}

/** The small network, with weights from the last two pixels whose sum is not a finite number. */
export function overflowingNetwork(): InputArtifact {
  const { weights, biases } = smallParameters(smallLayers, 0.5);
  weights[0]?.fill(3e38, 10 * 9);
  return encodedNetwork({ weights, biases }, smallLayers);
}

function smallImages(count: number, seed: number): LabelledImages {
  const draws = new Draws(seed, 'train images', 0);
  const images = Uint8Array.from({ length: count * 12 }, () => draws.below(256));
  const labels = Uint8Array.from({ length: count }, (_, example) => {
    const first = images.subarray(example * 12, example * 12 + 5);
    return first.indexOf(first.toSorted().at(-1) ?? 0);
  });
  return { images, labels };
}

function encoded(images: LabelledImages): InputArtifact {
  return artifact(encodeExamples(images, description), { ...description });
}

export function smallNetwork(layers = smallLayers, bound = 0.5): InputArtifact {
  return encodedNetwork(smallParameters(layers, bound), layers);
}

/** How networks compute in most tests. */
export const usualNetwork: NetworkSettings = {
  activation: 'tanh',
  cost: 'crossEntropy',
  engine: 'portable',
  arithmetic: 'portable',
};

/** What a network is given where there is no task. */
export const alone: EngineSurroundings = { threads: () => 1, servedBy: () => undefined };

export function openSmallNetwork({ description }: Examples): Promise<Network> {
  return openNetwork(smallNetwork(), usualNetwork, description, alone);
}

function smallParameters(layers: readonly number[], bound: number): Parameters {
  const weights = layers.slice(1).map((fanOut, index) => {
    const layer = new Float32Array((layers[index] ?? 0) * fanOut);
    fillUniform(layer, 1, 'weights', index, -bound, bound);
    return layer;
  });
  return { weights, biases: layers.slice(1).map((fanOut) => new Float32Array(fanOut)) };
}

function encodedNetwork(parameters: Parameters, layers: readonly number[]): InputArtifact {
  return artifact(encodeParameters(parameters, layers), { title: 'Small network', layers });
}

export function artifact(
  bytes: Buffer,
  described: JsonObject,
  mediaType: string = tensorsMediaType,
): InputArtifact {
  return { digest: digestOf(bytes), mediaType, description: described, bytes: () => Promise.resolve(bytes) };
}

export function inputWith(artifacts: Readonly<Record<string, InputArtifact>>): Input {
  return { cell: {}, artifacts };
}
