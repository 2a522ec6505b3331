import test from 'ava';
import type { JsonObject } from '../../src/artifact/json.js';
import { encodeTensors, tensorsMediaType, type Tensor } from '../../src/artifact/tensors.js';
import { streamMediaType } from '../../src/data/examples.js';
import { openExamples } from '../../src/data/open.js';
import { encodeStream } from '../../src/data/stream.js';
import { BadInput } from '../../src/stage/problem.js';
import { shapesetDescription } from '../../src/data/shapeset/description.js';
import { shapesetExamples } from '../../src/data/shapeset/generator.js';
import { inputArtifact } from '../stages/in-memory.js';

const description = { title: 'Test', height: 2, width: 1, classes: ['a', 'b'], range: [-1, 1] } as const;
const images: Tensor = { type: 'U8', shape: [3, 2, 1], data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
const labels: Tensor = { type: 'U8', shape: [3], data: Uint8Array.of(0, 1, 0) };

function open(tensors: Record<string, Tensor>, described: JsonObject = description) {
  return openExamples(
    inputArtifact({ bytes: encodeTensors(tensors), mediaType: tensorsMediaType, description: described }),
  );
}

test('tensors are read in any range', async (t) => {
  const examples = await open({ images, labels });
  const [someImages, someLabels] = [new Uint8Array(4), new Uint8Array(2)];
  examples.read(1, someImages, someLabels);
  t.is(examples.count, 3);
  t.deepEqual(examples.description, description);
  t.deepEqual([...someImages], [3, 4, 5, 6]);
  t.deepEqual([...someLabels], [1, 0]);
});

test('images in colour have a dimension of channels', async (t) => {
  const colour: Tensor = {
    type: 'U8',
    shape: [3, 3, 2, 1],
    data: Uint8Array.from({ length: 18 }, (_, at) => at),
  };
  const examples = await open({ images: colour, labels }, { ...description, channels: 3 });
  const image = new Uint8Array(6);
  examples.read(1, image, new Uint8Array(1));
  t.is(examples.description.channels, 3);
  t.deepEqual([...image], [6, 7, 8, 9, 10, 11]);
});

test('a range beyond the last example is refused', async (t) => {
  const examples = await open({ images, labels });
  t.throws(
    () => {
      examples.read(2, new Uint8Array(4), new Uint8Array(2));
    },
    { instanceOf: RangeError },
  );
});

test('a stream gives the examples that its bytes describe', async (t) => {
  const shapeset = shapesetDescription('train', [0, 1], 'stream');
  const stream = encodeStream({ generator: 'shapeset', seed: 5, purpose: 'test images' });
  const opened = await openExamples(
    inputArtifact({ bytes: Buffer.from(stream), mediaType: streamMediaType, description: shapeset }),
  );
  const [found, expected] = [new Uint8Array(2048), new Uint8Array(2048)];
  opened.read(9, found, new Uint8Array(2));
  shapesetExamples(5, 'test images', Infinity, shapeset).read(9, expected, new Uint8Array(2));
  t.deepEqual(found, expected);
});

const bad: Record<string, () => Promise<unknown>> = {
  'images of another size': () => open({ images: { ...images, shape: [3, 1, 2] }, labels }),
  'more images than labels': () =>
    open({ images, labels: { type: 'U8', shape: [1], data: Uint8Array.of(0) } }),
  'a label without a class': () => open({ images, labels: { ...labels, data: Uint8Array.of(0, 2, 0) } }),
  'no labels': () => open({ images }),
  'images that are not U8': () =>
    open({ images: { type: 'F32', shape: [3, 2, 1], data: new Float32Array(6) }, labels }),
  'a description without classes': () => open({ images, labels }, { ...description, classes: [] }),
  'grey images that are said to be in colour': () =>
    open({ images, labels }, { ...description, channels: 3 }),
  'a description with two channels': () => open({ images, labels }, { ...description, channels: 2 }),
  'a description without a range': () => open({ images, labels }, { ...description, range: [0] }),
  'a stream that is not JSON': () =>
    openExamples(inputArtifact({ bytes: Buffer.from('?'), mediaType: streamMediaType, description })),
};

for (const [what, opening] of Object.entries(bad)) {
  test(`${what}: bad input`, async (t) => {
    await t.throwsAsync(opening(), { instanceOf: BadInput });
  });
}
