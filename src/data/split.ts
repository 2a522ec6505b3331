import { encodeTensors, tensorsMediaType } from '../artifact/tensors.js';
import type { OutputDeclaration, StageContext } from '../stage/contract.js';
import { type Examples, type ExamplesDescription, valuesPerExample } from './examples.js';
import type { JsonObject } from '../artifact/json.js';

/** Labelled images in memory: levels [n][height][width], or [n][channels][height][width], and class indices [n]. */
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

const partUses = {
  train: 'The examples that are trained on',
  validation: 'The examples that settings are chosen by',
  test: 'The examples that results are reported on',
} as const;

/** The outputs of a data stage. `known` tells what a stage with these parameters will say of a part, as far as it can. */
export function splitOutputs<Parameters>(
  known: (parameters: Parameters, part: keyof Split) => JsonObject,
): Readonly<Record<keyof Split | 'sheet', DataOutput<Parameters>>> {
  const output = (part: keyof Split): DataOutput<Parameters> => ({
    mediaType: tensorsMediaType,
    description: partUses[part],
    known: (parameters) => known(parameters, part),
  });
  return {
    train: output('train'),
    validation: output('validation'),
    test: output('test'),
    sheet: {
      mediaType: 'image/png',
      description: 'Labelled training examples to look at, a row for each class',
      known: () => ({}),
    },
  };
}

interface DataOutput<Parameters> extends Omit<OutputDeclaration, 'known'> {
  known(parameters: Parameters): JsonObject;
}

/** A safetensors file with `images` U8 [n][height][width], or [n][channels][height][width], and `labels` U8 [n]. */
export function encodeExamples(
  { images, labels }: LabelledImages,
  description: Pick<ExamplesDescription, 'height' | 'width' | 'channels'>,
): Buffer {
  return encodeTensors({
    images: { type: 'U8', shape: imagesShape(labels.length, description), data: images },
    labels: { type: 'U8', shape: [labels.length], data: labels },
  });
}

/** Grey images have no dimension of channels. */
export function imagesShape(
  count: number,
  { height, width, channels }: Pick<ExamplesDescription, 'height' | 'width' | 'channels'>,
): readonly number[] {
  return [count, ...(channels === undefined ? [] : [channels]), height, width];
}

/** The images as examples that can be read in any range. */
export function examplesInMemory(
  { images, labels }: LabelledImages,
  description: ExamplesDescription,
): Examples {
  const values = valuesPerExample(description);
  const count = labels.length;
  const read = (first: number, imagesOut: Uint8Array, labelsOut: Uint8Array): void => {
    const end = first + labelsOut.length;
    if (first < 0 || end > count) throw new RangeError(`there are ${count} examples`);
    imagesOut.set(images.subarray(first * values, end * values));
    labelsOut.set(labels.subarray(first, end));
  };
  return { description, count, read };
}

const partTitles = { train: 'training', validation: 'validation', test: 'test' } as const;

/** What a part of a data set is called. */
export function partTitle(title: string, part: keyof Split): string {
  return `${title}, ${partTitles[part]}`;
}

/** Writes the three parts as the outputs `train`, `validation` and `test`. */
export async function writeSplit(
  { write }: Pick<StageContext, 'write'>,
  split: Split,
  description: ExamplesDescription,
): Promise<void> {
  for (const part of ['train', 'validation', 'test'] as const)
    await write(part, encodeExamples(split[part], description), {
      ...description,
      title: partTitle(description.title, part),
      count: split[part].labels.length,
    });
}
