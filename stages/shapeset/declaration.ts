import { Type } from '../../src/stage/schema.js';
import { streamMediaType } from '../../src/data/examples.js';
import { rangeParameter } from '../../src/data/range.js';
import { shapesetDescription } from '../../src/data/shapeset/description.js';
import { splitOutputs } from '../../src/data/split.js';
import { declareStage } from '../../src/stage/contract.js';

const most = 10_000_000;

const split = splitOutputs<ShapesetParameters>(({ range, ...counts }, part) =>
  shapesetDescription(part, range, counts[part]),
);

interface ShapesetParameters {
  readonly range: [number, number];
  readonly train: number | 'stream';
  readonly validation: number;
  readonly test: number;
}

export const declaration = declareStage({
  name: 'shapeset',
  version: 1,
  title: 'Shapeset-3×2',
  description:
    'Images of one or two triangles, parallelograms and ellipses, 32 × 32 grey levels, nine classes, generated without end (Glorot and Bengio 2010, section 2.1).',
  parameters: Type.Object(
    {
      seed: Type.Integer({
        title: 'Seed',
        description: "Which images are drawn. The pipeline's seed where it is not given.",
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 1,
      }),
      train: Type.Union([Type.Literal('stream'), Type.Integer({ minimum: 1, maximum: most })], {
        title: 'Training examples',
        description:
          'stream: every example is new, without end. A number: only the first so many of them, again and again.',
        default: 'stream',
      }),
      validation: Type.Integer({
        title: 'Validation examples',
        description: 'How many examples to choose settings by.',
        minimum: 1,
        maximum: most,
        default: 10000,
      }),
      test: Type.Integer({
        title: 'Test examples',
        description: 'How many examples to report results on.',
        minimum: 1,
        maximum: most,
        default: 10000,
      }),
      range: rangeParameter,
    },
    { additionalProperties: false },
  ),
  inputs: {},
  outputs: {
    ...split,
    train: {
      ...split.train,
      mediaType: streamMediaType,
      description: 'What the training examples are made from, each when it is needed',
    },
  },
});
