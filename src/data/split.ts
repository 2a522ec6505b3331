import { encodeTensors, tensorsMediaType } from '../artifact/tensors.js';
import type { OutputDeclaration, StageContext } from '../stage/contract.js';
import type { Examples, ExamplesDescription } from './examples.js';

/** Labelled images in memory: grey levels [n][height][width] and class indices [n]. */
export interface LabelledImages {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** What a finite data set is cut into: training, validation (to choose a learning rate by) and test. */
export interface Split {
  readonly train: LabelledImages;
  readonly validation: LabelledImages;
  readonly test: LabelledImages;
}

/** The outputs of a data stage. */
export const splitOutputs: Readonly<Record<keyof Split | 'sheet', OutputDeclaration>> = {
  train: { mediaType: tensorsMediaType, description: 'The examples that are trained on' },
  validation: { mediaType: tensorsMediaType, description: 'The examples that settings are chosen by' },
  test: { mediaType: tensorsMediaType, description: 'The examples that results are reported on' },
  sheet: {
    mediaType: 'image/png',
    description: 'Labelled training examples to look at, a row for each class',
  },
};

/** A safetensors file with `images` U8 [n][height][width] and `labels` U8 [n]. */
export function encodeExamples(
  { images, labels }: LabelledImages,
  { height, width }: Pick<ExamplesDescription, 'height' | 'width'>,
): Buffer {
  return encodeTensors({
    images: { type: 'U8', shape: [labels.length, height, width], data: images },
    labels: { type: 'U8', shape: [labels.length], data: labels },
  });
}

/** The images as examples that can be read in any range. */
export function examplesInMemory(
  { images, labels }: LabelledImages,
  description: ExamplesDescription,
): Examples {
  const pixels = description.height * description.width;
  const count = labels.length;
  const read = (first: number, imagesOut: Uint8Array, labelsOut: Uint8Array): void => {
    const end = first + labelsOut.length;
    if (first < 0 || end > count) throw new RangeError(`there are ${count} examples`);
    imagesOut.set(images.subarray(first * pixels, end * pixels));
    labelsOut.set(labels.subarray(first, end));
  };
  return { description, count, read };
}

const partTitles = { train: 'training', validation: 'validation', test: 'test' } as const;

/** How one part of a data set is described. */
function describePart(description: ExamplesDescription, part: keyof Split): ExamplesDescription {
  return { ...description, title: `${description.title}, ${partTitles[part]}` };
}

/** Writes the three parts as the outputs `train`, `validation` and `test`. */
export async function writeSplit(
  { write }: Pick<StageContext, 'write'>,
  split: Split,
  description: ExamplesDescription,
): Promise<void> {
  for (const part of ['train', 'validation', 'test'] as const)
    await write(part, encodeExamples(split[part], description), describePart(description, part));
}
