import { Type } from '../../src/stage/schema.js';
import { rangeParameter } from '../../src/data/range.js';
import { splitOutputs } from '../../src/data/split.js';
import { declareStage } from '../../src/stage/contract.js';
import { listMnistFiles } from './files.js';

export const declaration = declareStage({
  name: 'mnist',
  version: 1,
  title: 'MNIST',
  description:
    "Handwritten digits, 28 × 28 grey levels, read from the MNIST database's four IDX files. The last examples of the training file are for validation; the test file is the test set.",
  parameters: Type.Object(
    {
      directory: Type.String({
        title: 'Folder',
        description: "The folder with the MNIST database's four IDX files, gzipped or not.",
        format: 'path',
        minLength: 1,
        default: 'data/mnist',
      }),
      validation: Type.Integer({
        title: 'Validation examples',
        description: 'How many examples at the end of the training file are kept for validation.',
        minimum: 1,
        maximum: 2 ** 32 - 1,
        default: 10000,
      }),
      range: rangeParameter,
    },
    { additionalProperties: false },
  ),
  inputs: {},
  outputs: splitOutputs,
  files: { parameter: 'directory', list: listMnistFiles },
});
