import test from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import { openExamples } from '../../../src/data/open.js';
import { encodeExamples } from '../../../src/data/split.js';
import { shapesetExamples } from '../../../src/data/shapeset/generator.js';
import { classes } from '../../../src/data/shapeset/classes.js';
import { declaration } from '../../../stages/shapeset/declaration.js';
import { run } from '../../../stages/shapeset/run.js';
import { inputArtifact, outputOf, runStage, type RanStage } from '../in-memory.js';

const small = { validation: 30, test: 20 };

function open(ran: RanStage, output: string) {
  return openExamples(inputArtifact(outputOf(ran, output)));
}

async function imagesOf(ran: RanStage, output: string, count: number): Promise<Uint8Array> {
  const images = new Uint8Array(count * 1024);
  (await open(ran, output)).read(0, images, new Uint8Array(count));
  return images;
}

test('writes a stream to train on, and as many validation and test examples as asked', async (t) => {
  const ran = await runStage(declaration, run, { parameters: small });
  const counts = ['train', 'validation', 'test'].map(async (output) => (await open(ran, output)).count);
  t.deepEqual(await Promise.all(counts), [Infinity, 30, 20]);
});

test('a training set of n examples is the first n of the stream', async (t) => {
  const [stream, fixed] = [
    await runStage(declaration, run, { parameters: small }),
    await runStage(declaration, run, { parameters: { ...small, train: 25 } }),
  ];
  t.is((await open(fixed, 'train')).count, 25);
  t.deepEqual(await imagesOf(fixed, 'train', 25), await imagesOf(stream, 'train', 25));
});

test('more test examples begin with those of fewer', async (t) => {
  const fewer = await runStage(declaration, run, { parameters: small });
  const more = await runStage(declaration, run, { parameters: { ...small, test: 40 } });
  t.deepEqual(await imagesOf(more, 'test', 20), await imagesOf(fewer, 'test', 20));
});

test('the three parts share no image', async (t) => {
  const ran = await runStage(declaration, run, { parameters: small });
  const images = await Promise.all(['train', 'validation', 'test'].map((part) => imagesOf(ran, part, 20)));
  const texts = images.flatMap((part) =>
    Array.from({ length: 20 }, (_, index) => part.subarray(index * 1024, (index + 1) * 1024).join()),
  );
  t.is(new Set(texts).size, 60);
});

test('every output of examples says the range asked for and the classes in the paper’s order', async (t) => {
  const ran = await runStage(declaration, run, { parameters: { ...small, range: [-1, 1] } });
  for (const output of ['train', 'validation', 'test']) {
    const { range, classes: named } = (await open(ran, output)).description;
    t.deepEqual(range, [-1, 1]);
    t.deepEqual(named, classes);
  }
});

test('examples that are written as they are made have the bytes of those that are held', async (t) => {
  const count = 5003;
  const ran = await runStage(declaration, run, { parameters: { validation: 1, test: count } });
  const { description } = await open(ran, 'test');
  const [images, labels] = [new Uint8Array(count * 1024), new Uint8Array(count)];
  shapesetExamples(1, 'test images', count, description).read(0, images, labels);
  t.is(digestOf(outputOf(ran, 'test').bytes), digestOf(encodeExamples({ images, labels }, description)));
});

test('progress counts every image that is stored', async (t) => {
  const { progress } = await runStage(declaration, run, { parameters: small });
  t.deepEqual(progress, [
    { done: 30, total: 50, unit: 'images' },
    { done: 50, total: 50, unit: 'images' },
  ]);
});

test('ends with the reason when it is asked to stop', async (t) => {
  const reason = new Error('asked to stop');
  const signal = AbortSignal.abort(reason);
  t.is(await t.throwsAsync(runStage(declaration, run, { parameters: small, signal })), reason);
});
