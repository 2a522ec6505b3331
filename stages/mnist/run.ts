import { withHeldOut } from '../../src/data/held-out.js';
import { examplesInMemory, writeSplit } from '../../src/data/split.js';
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
  const { height, width } = given;
  const description = { title: 'MNIST', height, width, classes: digits.map(String), range };
  const split = { ...withHeldOut('mnist', given, validation), test };
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

function checkSameSize({ parameters, inputs }: Context, given: IdxImages, test: IdxImages): void {
  if (given.height === test.height && given.width === test.width) return;
  throw new BadInput({
    place: inputs.files === undefined ? parameters.directory : 'mnist, input files',
    rule: `the training images are ${given.height} × ${given.width}, the test images ${test.height} × ${test.width}.`,
    remedy: 'Take all four files from the same copy of the MNIST database.',
  });
}
