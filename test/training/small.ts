import { digestOf } from '../../src/artifact/digest.js';
import type { JsonObject } from '../../src/artifact/json.js';
import { tensorsMediaType } from '../../src/artifact/tensors.js';
import type { ExamplesDescription } from '../../src/data/examples.js';
import { encodeExamples } from '../../src/data/split.js';
import { encodeParameters } from '../../src/engine/parameters.js';
import { Draws } from '../../src/random/draws.js';
import { fillUniform } from '../../src/random/uniform.js';
import type { Input, InputArtifact } from '../../src/stage/contract.js';

/** Three layers of weights that train in a moment. */
export const smallLayers: readonly number[] = [12, 9, 7, 5];

const description: ExamplesDescription = {
  title: 'Small images',
  height: 3,
  width: 4,
  classes: ['a', 'b', 'c', 'd', 'e'],
  range: [0, 1],
};

/** Images of chance whose class is where they are brightest, so that there is something to learn. */
export function smallExamples(count: number, seed = 1): InputArtifact {
  const draws = new Draws(seed, 'train images', 0);
  const images = Uint8Array.from({ length: count * 12 }, () => draws.below(256));
  const labels = Uint8Array.from({ length: count }, (_, example) => {
    const first = images.subarray(example * 12, example * 12 + 5);
    return first.indexOf(first.toSorted().at(-1) ?? 0);
  });
  return artifact(encodeExamples({ images, labels }, description), { ...description });
}

export function smallNetwork(layers = smallLayers, bound = 0.5): InputArtifact {
  const weights = layers.slice(1).map((fanOut, index) => {
    const layer = new Float32Array((layers[index] ?? 0) * fanOut);
    fillUniform(layer, 1, 'weights', index, -bound, bound);
    return layer;
  });
  const biases = layers.slice(1).map((fanOut) => new Float32Array(fanOut));
  return artifact(encodeParameters({ weights, biases }, layers), { title: 'Small network', layers });
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
