import test from 'ava';
import { decodeTensors, tensorOf } from '../../src/artifact/tensors.js';
import type { JsonObject } from '../../src/artifact/json.js';
import { encodeExamples, examplesInMemory, writeSplit } from '../../src/data/split.js';

const description = { title: 'Test', height: 2, width: 1, classes: ['a', 'b'], range: [0, 1] } as const;

function filled(level: number, labels: readonly number[]) {
  return { images: new Uint8Array(2 * labels.length).fill(level), labels: Uint8Array.from(labels) };
}

test('examples are encoded as images [n][height][width] and labels [n]', (t) => {
  const tensors = decodeTensors(encodeExamples(filled(7, [0, 1, 1]), description));
  const [images, labels] = [tensorOf(tensors, 'images', 'U8'), tensorOf(tensors, 'labels', 'U8')];
  t.deepEqual([images.shape, [...images.data]], [[3, 2, 1], [7, 7, 7, 7, 7, 7]]); // prettier-ignore
  t.deepEqual([labels.shape, [...labels.data]], [[3], [0, 1, 1]]);
});

test('images that do not fit their labels are refused', (t) => {
  t.throws(() => encodeExamples({ images: new Uint8Array(5), labels: new Uint8Array(2) }, description), {
    instanceOf: RangeError,
  });
});

test('examples in memory are read in any range that there is', (t) => {
  const examples = examplesInMemory(
    { images: Uint8Array.of(1, 2, 3, 4), labels: Uint8Array.of(0, 1) },
    description,
  );
  const [images, labels] = [new Uint8Array(2), new Uint8Array(1)];
  examples.read(1, images, labels);
  t.deepEqual([examples.count, [...images], [...labels]], [2, [3, 4], [1]]);
  t.throws(() => { examples.read(2, images, labels); }, { message: 'there are 2 examples' }); // prettier-ignore
});

test('each part of a split goes to its own output, under a title that says which it is', async (t) => {
  const written: [string, number | undefined, JsonObject | undefined][] = [];
  const write = (output: string, bytes: Uint8Array | string, described?: JsonObject): Promise<void> => {
    const images = typeof bytes === 'string' ? undefined : tensorOf(decodeTensors(bytes), 'images', 'U8');
    written.push([output, images?.data[0], described]);
    return Promise.resolve();
  };
  const split = { train: filled(1, [0]), validation: filled(2, [0]), test: filled(3, [0]) };
  await writeSplit({ write }, split, description);
  t.deepEqual(written, [
    ['train', 1, { ...description, title: 'Test, training', count: 1 }],
    ['validation', 2, { ...description, title: 'Test, validation', count: 1 }],
    ['test', 3, { ...description, title: 'Test, test', count: 1 }],
  ]);
});
