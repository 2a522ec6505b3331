import { examplesInMemory, writeSplit, type LabelledImages } from '../../src/data/split.js';
import type { StageContext, StageRun } from '../../src/stage/contract.js';
import { BadInput } from '../../src/stage/problem.js';
import { contactSheet } from '../../src/view/contact-sheet.js';
import type { declaration } from './declaration.js';
import { mnistFiles } from './files.js';
import { digits, parseImages, parseLabels, type IdxImages } from './idx.js';
import { readNamed } from './read.js';

type Context = StageContext<typeof declaration>;

/** One of the two pairs of files, checked against each other. */
interface LabelledFile extends IdxImages {
  readonly labels: Uint8Array;
}

export const run: StageRun<typeof declaration> = async (context) => {
  const { validation, range } = context.parameters;
  const given = await readPair(context, mnistFiles.trainImages, mnistFiles.trainLabels);
  const test = await readPair(context, mnistFiles.testImages, mnistFiles.testLabels);
  checkSameSize(context, given, test);
  const train = given.count - validation;
  if (train < 1) throw nothingToTrainOn(validation, given.count);
  const { height, width } = given;
  const description = { title: 'MNIST', height, width, classes: digits.map(String), range };
  const split = { train: part(given, 0, train), validation: part(given, train, given.count), test };
  await writeSplit(context, split, description);
  const sheet = await contactSheet(examplesInMemory(split.train, description));
  await context.write('sheet', sheet, { title: 'MNIST: training examples of each class' });
};

async function readPair(context: Context, imagesName: string, labelsName: string): Promise<LabelledFile> {
  const [imagesFile, imagesBytes] = await readNamed(context, imagesName);
  const images = parseImages(imagesFile, imagesBytes);
  const [labelsFile, labelsBytes] = await readNamed(context, labelsName);
  const labels = parseLabels(labelsFile, labelsBytes);
  if (labels.length !== images.count)
    throw new BadInput({
      place: labelsFile,
      rule: `it has ${labels.length} labels, but ${imagesFile} has ${images.count} images.`,
      remedy: 'Take both files from the same copy of the MNIST database.',
    });
  return { ...images, labels };
}

function part({ height, width, images, labels }: LabelledFile, from: number, to: number): LabelledImages {
  const size = height * width;
  return { images: images.subarray(from * size, to * size), labels: labels.subarray(from, to) };
}

function checkSameSize({ parameters, inputs }: Context, given: IdxImages, test: IdxImages): void {
  if (given.height === test.height && given.width === test.width) return;
  throw new BadInput({
    place: inputs.files === undefined ? parameters.directory : 'mnist, input files',
    rule: `the training images are ${given.height} × ${given.width}, the test images ${test.height} × ${test.width}.`,
    remedy: 'Take all four files from the same copy of the MNIST database.',
  });
}

function nothingToTrainOn(validation: number, count: number): BadInput {
  return new BadInput({
    place: 'mnist, parameter validation',
    rule: `${validation} of ${count} training examples for validation leave none to train on.`,
    remedy: `Set it to less than ${count}.`,
  });
}
