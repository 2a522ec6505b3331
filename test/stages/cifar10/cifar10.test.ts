import test, { type ExecutionContext } from 'ava';
import { decode } from 'fast-png';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { decodeTensors, tensorOf } from '../../../src/artifact/tensors.js';
import { openExamples } from '../../../src/data/open.js';
import { minibatchReader } from '../../../src/data/minibatches.js';
import type { Input } from '../../../src/stage/contract.js';
import { misfits } from '../../../src/training/fit.js';
import { cifarClasses } from '../../../stages/cifar10/classes.js';
import { declaration } from '../../../stages/cifar10/declaration.js';
import { run } from '../../../stages/cifar10/run.js';
import { inputArtifact, outputOf, runStage, type RanStage } from '../in-memory.js';
import { refusalOf } from '../refusal.js';
import { temporaryFolder, type Files } from '../temporary-folder.js';
import { records, smallCifar, tar } from './fixture.js';

const archive = 'cifar-10-binary.tar.gz';

async function cifar(t: ExecutionContext, files: Files = smallCifar): Promise<RanStage> {
  const directory = await temporaryFolder(t, files);
  return runStage(declaration, run, { parameters: { directory, validation: 6 } });
}

async function refusal(t: ExecutionContext, files: Files, validation = 6): Promise<string> {
  const directory = await temporaryFolder(t, files);
  return refusalOf(() => runStage(declaration, run, { parameters: { directory, validation } }), directory);
}

/** The part's shape, the first level of each plane of each image, and the labels. */
function examples(ran: RanStage, part: string) {
  const tensors = decodeTensors(outputOf(ran, part).bytes);
  const { shape, data } = tensorOf(tensors, 'images', 'U8');
  const planes = [...data].filter((_, at) => at % 1024 === 0);
  return { shape, planes, labels: [...tensorOf(tensors, 'labels', 'U8').data] };
}

const images = (...numbers: readonly number[]) => numbers.flatMap((n) => [n, 100 + n, 200 + n]);

test('validation is the end of the training files, test the other file, all in their order and planes', async (t) => {
  const ran = await cifar(t);
  t.deepEqual(examples(ran, 'train'), {
    shape: [14, 3, 32, 32],
    planes: images(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
    labels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3],
  });
  t.deepEqual(examples(ran, 'validation'), {
    shape: [6, 3, 32, 32],
    planes: images(14, 15, 16, 17, 18, 19),
    labels: [4, 5, 6, 7, 8, 9],
  });
  t.deepEqual(examples(ran, 'test'), {
    shape: [4, 3, 32, 32],
    planes: images(40, 41, 42, 43),
    labels: [0, 1, 2, 3],
  });
});

test('the archive, in the folder or fetched, makes the same bytes as the files in it', async (t) => {
  const plain = await cifar(t);
  const packed = gzipSync(tar(smallCifar));
  const inFolder = await cifar(t, { [archive]: packed });
  const artifact = inputArtifact({
    bytes: packed,
    mediaType: 'application/octet-stream',
    description: { name: archive, bytes: packed.length },
  });
  const input: Input = { cell: {}, artifacts: { file: artifact } };
  // What is fetched is read in place of the folder, which then need not be there.
  const { files, ...fetching } = declaration;
  t.is(files?.unless, 'files');
  const fetched = await runStage(fetching, run, {
    parameters: { validation: 6 },
    inputs: { files: [input] },
  });
  for (const part of ['train', 'validation', 'test']) {
    t.deepEqual(outputOf(inFolder, part).bytes, outputOf(plain, part).bytes);
    t.deepEqual(outputOf(fetched, part).bytes, outputOf(plain, part).bytes);
  }
});

test('an example is opened as 3072 inputs, the layers of a network must begin with so many', async (t) => {
  const { bytes, mediaType, description } = outputOf(await cifar(t), 'test');
  const opened = await openExamples(inputArtifact({ bytes, mediaType, description }));
  const [inputs, labels] = [new Float32Array(2 * 3072), new Uint8Array(2)];
  minibatchReader(opened, { seed: 0, order: 'sequential' })(1, inputs, labels);
  t.deepEqual(
    [0, 1024, 2048, 3072].map((at) => inputs[at]),
    [41, 141, 241, 42].map((level) => Math.fround(level / 255)),
  );
  t.deepEqual(misfits('network', { layers: [3072, 10] }, {}, description), []);
  const [misfit] = misfits('network', { layers: [1024, 10] }, {}, description);
  t.is(misfit?.rule, 'is 1024, but the images have 3072 values, three a pixel.');
});

test('every part says its size, its channels, its classes and its range', async (t) => {
  const ran = await cifar(t);
  t.deepEqual(outputOf(ran, 'validation').description, {
    ...{ title: 'CIFAR-10, validation', height: 32, width: 32, channels: 3, classes: cifarClasses },
    ...{ range: [0, 1], count: 6 },
  });
});

test('a sheet shows the training images of each class in colour', async (t) => {
  const { width, data } = decode(outputOf(await cifar(t), 'sheet').bytes);
  // Rows are 2 × 32 + 4 pixels high from 4 on, images are 230 from the left; the first of class 7 is image 7.
  const at = 3 * ((4 + 7 * 68) * width + 230);
  t.deepEqual([...data.subarray(at, at + 3)], [7, 107, 207]);
});

test('all missing files are named, with what to do', async (t) => {
  const directory = await temporaryFolder(t, smallCifar);
  await rm(join(directory, 'data_batch_3.bin'));
  await rm(join(directory, 'batches.meta.txt'));
  const text = await refusalOf(() => runStage(declaration, run, { parameters: { directory } }), directory);
  const remedy =
    "Put CIFAR-10's binary version into the folder, the archive or the seven files in it, or set `directory`.";
  t.is(
    text,
    ['data_batch_3.bin', 'batches.meta.txt']
      .map((name) => `data/${name}  this file is missing, and so is ${archive}.  ${remedy}`)
      .join('\n'),
  );
});

const again = "Get CIFAR-10's binary version again.";

test('a file that is cut off is refused, within a record or between two', async (t) => {
  const whole = smallCifar['data_batch_2.bin'] ?? Buffer.alloc(0);
  t.is(
    await refusal(t, { ...smallCifar, 'data_batch_2.bin': whole.subarray(0, 9000) }),
    `data/data_batch_2.bin  it has 9000 bytes, which is no whole number of records of 3073.  ${again}`,
  );
  t.is(
    await refusal(t, { ...smallCifar, 'data_batch_2.bin': whole.subarray(0, 3073) }),
    `data/data_batch_2.bin  it has 1 images, but data/data_batch_1.bin has 4: all six have as many.  ${again}`,
  );
});

test('a label above 9 is refused with its place, and so are classes of another data set', async (t) => {
  const wrong = records(4, 0);
  wrong[2 * 3073] = 10;
  t.is(
    await refusal(t, { ...smallCifar, 'test_batch.bin': wrong }),
    `data/test_batch.bin  record 2 has the label 10; CIFAR-10's labels are 0 to 9.  ${again}`,
  );
  const text = await refusal(t, { ...smallCifar, 'batches.meta.txt': Buffer.from('apple\nbear\n') });
  t.true(text.startsWith('data/batches.meta.txt  its classes are not those of CIFAR-10: airplane, '));
});

test('an archive that is damaged, cut off or lacks a file is refused', async (t) => {
  const packed = gzipSync(tar(smallCifar));
  t.is(
    await refusal(t, { [archive]: packed.subarray(0, packed.length / 2) }),
    `data/${archive}  its gzip data are cut off.  ${again}`,
  );
  const whole = tar(smallCifar);
  t.is(
    await refusal(t, { [archive]: gzipSync(whole.subarray(0, 9000)) }),
    `data/${archive}  its tar data are cut off.  ${again}`,
  );
  whole[3] = 7;
  t.is(
    await refusal(t, { [archive]: gzipSync(whole) }),
    `data/${archive}  its tar data are corrupt: a header.  ${again}`,
  );
  const { 'test_batch.bin': testBatch, ...others } = smallCifar;
  t.truthy(testBatch);
  t.is(
    await refusal(t, { [archive]: gzipSync(tar(others)) }),
    `data/${archive}  there is no test_batch.bin in it.  ${again}`,
  );
});

test('a validation set that leaves nothing to train on is refused', async (t) => {
  t.is(
    await refusal(t, smallCifar, 20),
    'cifar10, parameter validation  20 of 20 training examples for validation leave none to train on.  ' +
      'Set it to less than 20.',
  );
});
