import { setImmediate } from 'node:timers/promises';
import type { Examples } from '../../src/data/examples.js';
import { encodeExamples, type LabelledImages } from '../../src/data/split.js';
import { encodeStream, streamExamples, type Stream } from '../../src/data/stream.js';
import type { StageContext, StageRun } from '../../src/stage/contract.js';
import { contactSheet } from '../../src/view/contact-sheet.js';
import type { declaration } from './declaration.js';
import { shapesetDescription } from '../../src/data/shapeset/description.js';
import { shapesetExamples } from '../../src/data/shapeset/generator.js';
import { imageSize } from '../../src/data/shapeset/shape.js';

type Context = StageContext<typeof declaration>;

const examplesAtATime = 5000;

export const run: StageRun<typeof declaration> = async (context) => {
  const { seed, range, train, validation, test } = context.parameters;
  const stream: Stream = {
    generator: 'shapeset',
    seed,
    purpose: 'train images',
    ...(train === 'stream' ? {} : { count: train }),
  };
  const trainDescription = shapesetDescription('train', range, train);
  const validationDescription = shapesetDescription('validation', range, validation);
  const testDescription = shapesetDescription('test', range, test);
  const validationExamples = shapesetExamples(seed, 'validation images', validation, validationDescription);
  const testExamples = shapesetExamples(seed, 'test images', test, testDescription);

  await context.write('train', encodeStream(stream), trainDescription);
  await writeExamples(context, 'validation', validationExamples, 0);
  await writeExamples(context, 'test', testExamples, validation);
  const sheet = await contactSheet(streamExamples(stream, trainDescription));
  await context.write('sheet', sheet, { title: 'Shapeset-3×2: training examples of each class' });
};

/** Makes all examples and writes them as tensors; `before` images of this run are made already. */
async function writeExamples(
  context: Context,
  output: 'validation' | 'test',
  examples: Examples,
  before: number,
): Promise<void> {
  const total = context.parameters.validation + context.parameters.test;
  const made = allocate(examples.count);
  for (let first = 0; first < examples.count; first += examplesAtATime) {
    const end = Math.min(first + examplesAtATime, examples.count);
    examples.read(first, made.images.subarray(first * pixels), made.labels.subarray(first, end));
    context.progress({ done: before + end, total, unit: 'images' });
    await setImmediate();
    context.signal.throwIfAborted();
  }
  await context.write(output, encodeExamples(made, examples.description), examples.description);
}

const pixels = imageSize * imageSize;

function allocate(count: number): LabelledImages {
  return { images: new Uint8Array(count * pixels), labels: new Uint8Array(count) };
}
