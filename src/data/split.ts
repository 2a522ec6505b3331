import { encodeTensors, tensorsMediaType } from '../artifact/tensors.js';
import type { OutputDeclaration, StageContext } from '../stage/contract.js';
import type { ExamplesDescription } from './examples.js';

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

/** The outputs of a stage that writes a split. */
export const splitOutputs: Readonly<Record<keyof Split, OutputDeclaration>> = {
  train: { mediaType: tensorsMediaType, description: 'The examples that are trained on' },
  validation: { mediaType: tensorsMediaType, description: 'The examples that settings are chosen by' },
  test: { mediaType: tensorsMediaType, description: 'The examples that results are reported on' },
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

/** Writes the three parts as the outputs `train`, `validation` and `test`. */
export async function writeSplit(
  { write }: Pick<StageContext, 'write'>,
  split: Split,
  description: ExamplesDescription,
): Promise<void> {
  await write('train', encodeExamples(split.train, description), description);
  await write('validation', encodeExamples(split.validation, description), description);
  await write('test', encodeExamples(split.test, description), description);
}
