import { Type } from '../../src/stage/schema.js';
import { heldOutParameter } from '../../src/data/held-out.js';
import { rangeParameter } from '../../src/data/range.js';
import { partTitle, splitOutputs } from '../../src/data/split.js';
import { declareStage } from '../../src/stage/contract.js';
import { listMnistFiles } from './files.js';
import { digits } from './idx.js';

export const declaration = declareStage({
  name: 'mnist',
  version: 1,
  title: 'MNIST',
  description:
    "Handwritten digits, 28 × 28 grey levels, read from the MNIST database's four IDX files, in a folder or fetched. The last examples of the training file are for validation; the test file is the test set.",
  parameters: Type.Object(
    {
      directory: Type.String({
        title: 'Folder',
        description: "The folder with the MNIST database's four IDX files, gzipped or not.",
        format: 'path',
        minLength: 1,
        default: 'data/mnist',
      }),
      validation: heldOutParameter('the training file'),
      range: rangeParameter,
    },
    { additionalProperties: false },
  ),
  inputs: {
    files: {
      description: 'The four files, fetched, in the place of the folder.',
      outputs: ['file'],
      many: true,
      optional: true,
    },
  },
  // How large the images are, and how many the files hold, is in the files.
  outputs: splitOutputs<{ readonly range: [number, number]; readonly validation: number }>(
    ({ range, validation }, part) => ({
      title: partTitle('MNIST', part),
      classes: digits.map(String),
      range,
      ...(part === 'validation' ? { count: validation } : {}),
    }),
  ),
  files: { parameter: 'directory', list: listMnistFiles, unless: 'files' },
});
