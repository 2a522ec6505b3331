import { setImmediate } from 'node:timers/promises';
import { tensorsInPieces } from '../../src/artifact/tensors.js';
import type { Examples } from '../../src/data/examples.js';
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

/** Writes all examples as tensors, as they are made: ten million are 10 GB. `before` images of this run are made already. */
async function writeExamples(
  context: Context,
  output: 'validation' | 'test',
  examples: Examples,
  before: number,
): Promise<void> {
  const { count, description } = examples;
  const labels = new Uint8Array(count);
  const tensors = {
    images: {
      type: 'U8',
      shape: [count, imageSize, imageSize],
      pieces: images(context, examples, labels, before),
    },
    // They are known once the images are made, which come before them.
    labels: { type: 'U8', shape: [count], pieces: [labels] },
  } as const;
  await context.write(output, tensorsInPieces(tensors), description);
}

const pixels = imageSize * imageSize;

/** The images in pieces; their labels are filled in on the way. */
async function* images(
  context: Context,
  examples: Examples,
  labels: Uint8Array,
  before: number,
): AsyncGenerator<Uint8Array> {
  const total = context.parameters.validation + context.parameters.test;
  const room = new Uint8Array(Math.min(examplesAtATime, examples.count) * pixels);
  for (let first = 0; first < examples.count; first += examplesAtATime) {
    const end = Math.min(first + examplesAtATime, examples.count);
    examples.read(first, room, labels.subarray(first, end));
    context.progress({ done: before + end, total, unit: 'images' });
    await setImmediate();
    context.signal.throwIfAborted();
    yield room.subarray(0, (end - first) * pixels);
  }
}
