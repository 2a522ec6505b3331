import { decode } from 'fast-png';
import test, { type ExecutionContext } from 'ava';
import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { digestOf } from '../../../src/artifact/digest.js';
import { decodeTensors, tensorOf } from '../../../src/artifact/tensors.js';
import { declaration } from '../../../stages/mnist/declaration.js';
import { run } from '../../../stages/mnist/run.js';
import { outputOf, runStage, type RanStage } from '../in-memory.js';
import { refusalOf } from '../refusal.js';
import { temporaryFolder, type Files } from '../temporary-folder.js';
import { countedImages, countedLabels, smallMnist } from './fixture.js';

const parts = ['train', 'validation', 'test'];

async function mnist(t: ExecutionContext, files: Files = smallMnist): Promise<RanStage> {
  const directory = await temporaryFolder(t, files);
  return runStage(declaration, run, { parameters: { directory, validation: 4 } });
}

async function refusal(t: ExecutionContext, changed: Files, validation = 4): Promise<string> {
  const directory = await temporaryFolder(t, { ...smallMnist, ...changed });
  return refusalOf(() => runStage(declaration, run, { parameters: { directory, validation } }), directory);
}

/** The part's shape, the first pixel of each image (which tells them apart) and the labels. */
function examples(ran: RanStage, part: string) {
  const tensors = decodeTensors(outputOf(ran, part).bytes);
  const { shape, data } = tensorOf(tensors, 'images', 'U8');
  const size = (shape[1] ?? 0) * (shape[2] ?? 0);
  const first = [...data].filter((_, at) => at % size === 0);
  return { shape, first, labels: [...tensorOf(tensors, 'labels', 'U8').data] };
}

test('validation is the end of the training file, test the other file, all in their order', async (t) => {
  const ran = await mnist(t);
  const count = [0, 1, 2, 3, 4, 5, 6, 7];
  t.deepEqual(examples(ran, 'train'), { shape: [8, 3, 4], first: count, labels: count });
  t.deepEqual(examples(ran, 'validation'), { shape: [4, 3, 4], first: [8, 9, 10, 11], labels: [8, 9, 0, 1] });
  t.deepEqual(examples(ran, 'test'), {
    shape: [5, 3, 4],
    first: [100, 101, 102, 103, 104],
    labels: [0, 1, 2, 3, 4],
  });
});

test('every part says its size, its classes and its range', async (t) => {
  const ran = await mnist(t);
  const classes = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
  for (const [part, title] of [
    ['train', 'MNIST, training'],
    ['validation', 'MNIST, validation'],
    ['test', 'MNIST, test'],
  ] as const)
    t.deepEqual(outputOf(ran, part).description, {
      ...{ title, height: 3, width: 4, classes, range: [0, 1] },
      count: examples(ran, part).labels.length,
    });
});

test('a sheet shows the training images of each class', async (t) => {
  const { width, data } = decode(outputOf(await mnist(t), 'sheet').bytes);
  // Rows are 2 × 3 + 4 pixels high from 4 on, images are 230 from the left, and the first of class 5 begins with level 5.
  t.is(data[3 * ((4 + 5 * 10) * width + 230)], 5);
});

test('gzipped and plain files make the same bytes', async (t) => {
  const gzipped = Object.entries(smallMnist).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)] as const);
  const [plain, packed] = [await mnist(t), await mnist(t, Object.fromEntries(gzipped))];
  for (const part of parts) t.deepEqual(outputOf(packed, part).bytes, outputOf(plain, part).bytes);
});

test('a small data set has the digests it always had', async (t) => {
  const ran = await mnist(t);
  t.deepEqual(
    parts.map((part) => digestOf(outputOf(ran, part).bytes)),
    [
      'a320c2a26e095513fa331ac295d66111e986e5cb87f368dc28bbc7b94b6f04b0',
      '9e25e046c00d862129eeefb53bcb60786eff31da4c6100a3c0913c5371f3d5f3',
      '31264f268f9e57033064d18e16a114331b8fc46fe7507fbff784787ac93a44b0',
    ],
  );
});

test('all missing files are named, with what to do', async (t) => {
  const directory = await temporaryFolder(t, smallMnist);
  await rm(join(directory, 'train-labels-idx1-ubyte'));
  await rm(join(directory, 't10k-images-idx3-ubyte'));
  const remedy =
    "Put the MNIST database's four IDX files into the folder, gzipped or not, or set `directory`.";
  t.is(
    await refusalOf(() => runStage(declaration, run, { parameters: { directory } }), directory),
    ['train-labels-idx1-ubyte', 't10k-images-idx3-ubyte']
      .map((name) => `data/${name}  this file is missing, and so is the same name with .gz.  ${remedy}`)
      .join('\n'),
  );
});

test('a folder that does not exist has none of the files', async (t) => {
  const directory = join(await temporaryFolder(t, {}), 'nowhere');
  const text = await refusalOf(() => runStage(declaration, run, { parameters: { directory } }), directory);
  t.is(text.match(/this file is missing/g)?.length, 4);
});

test('a damaged file is named by its place', async (t) => {
  const text = await refusal(t, { 't10k-labels-idx1-ubyte': Buffer.alloc(3) });
  t.true(text.startsWith('data/t10k-labels-idx1-ubyte  it has 3 bytes; an IDX header alone has 8.'));
});

test('images and labels that differ in number are refused', async (t) => {
  t.is(
    await refusal(t, { 'train-labels-idx1-ubyte': countedLabels(11) }),
    'data/train-labels-idx1-ubyte  it has 11 labels, but data/train-images-idx3-ubyte has 12 images.  ' +
      'Take both files from the same copy of the MNIST database.',
  );
});

test('training and test images of different sizes are refused', async (t) => {
  t.is(
    await refusal(t, { 't10k-images-idx3-ubyte': countedImages(5, 4, 4) }),
    'data  the training images are 3 × 4, the test images 4 × 4.  ' +
      'Take all four files from the same copy of the MNIST database.',
  );
});

test('a validation set that leaves nothing to train on is refused', async (t) => {
  t.is(
    await refusal(t, {}, 12),
    'mnist, parameter validation  12 of 12 training examples for validation leave none to train on.  ' +
      'Set it to less than 12.',
  );
});

test('a file larger than any of MNIST is refused before it is read', async (t) => {
  const directory = await temporaryFolder(t, smallMnist);
  await truncate(join(directory, 'train-images-idx3-ubyte'), 2 ** 28 + 1);
  t.is(
    await refusalOf(() => runStage(declaration, run, { parameters: { directory } }), directory),
    'data/train-images-idx3-ubyte  it has 268435457 bytes; no MNIST file has more than 268435456.  ' +
      'Get the file again from the MNIST database.',
  );
});
