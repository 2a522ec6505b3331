import { Type } from '../../src/stage/schema.js';
import { rangeParameter } from '../../src/data/range.js';
import { partTitle, splitOutputs } from '../../src/data/split.js';
import { declareStage } from '../../src/stage/contract.js';
import { listPhotographs } from './folders.js';

const perClass = { minimum: 1, maximum: 10_000_000 };
const side = { minimum: 1, maximum: 256, default: 37 };

export const declaration = declareStage({
  name: 'photographs',
  version: 1,
  title: 'Photographs',
  description:
    'Photographs as grey images of one size, read from one folder of JPEG or PNG files a class (Small-ImageNet: ten classes, 37 × 37). Every class gives the same number of images to each part, chosen by a seeded permutation.',
  parameters: Type.Object(
    {
      directory: Type.String({
        title: 'Folder',
        description: 'The folder with one folder of .jpg, .jpeg or .png files for each class.',
        format: 'path',
        minLength: 1,
        default: 'data/photographs',
      }),
      height: Type.Integer({
        title: 'Height',
        description:
          'Rows of the images, in pixels. A photograph is cropped to its middle and averaged down.',
        ...side,
      }),
      width: Type.Integer({ title: 'Width', description: 'Columns of the images, in pixels.', ...side }),
      train: Type.Integer({
        title: 'Training images per class',
        description: 'How many images of every class are trained on.',
        ...perClass,
        default: 400,
      }),
      validation: Type.Integer({
        title: 'Validation images per class',
        description: 'How many images of every class settings are chosen by.',
        ...perClass,
        default: 50,
      }),
      test: Type.Integer({
        title: 'Test images per class',
        description: 'How many images of every class results are reported on.',
        ...perClass,
        default: 50,
      }),
      seed: Type.Integer({
        title: 'Seed',
        description: "Which images go into which part. The pipeline's seed where it is not given.",
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 1,
      }),
      range: rangeParameter,
    },
    { additionalProperties: false },
  ),
  inputs: {},
  // The classes, and so how many images there are, are known once the folders are looked at.
  outputs: splitOutputs<{
    readonly height: number;
    readonly width: number;
    readonly range: [number, number];
  }>(({ height, width, range }, part) => ({ title: partTitle('Photographs', part), height, width, range })),
  files: { parameter: 'directory', list: listPhotographs },
});
