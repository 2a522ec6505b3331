import { Type } from '../../src/stage/schema.js';
import { heldOutParameter } from '../../src/data/held-out.js';
import { rangeParameter } from '../../src/data/range.js';
import { partTitle, splitOutputs } from '../../src/data/split.js';
import { declareStage } from '../../src/stage/contract.js';
import { cifarClasses } from './classes.js';
import { listCifarFiles } from './files.js';
import { channels, side } from './records.js';

export const declaration = declareStage({
  name: 'cifar10',
  version: 1,
  title: 'CIFAR-10',
  description:
    'Small colour photographs of ten classes, 32 × 32, red, green and blue (3072 inputs), read from the binary version of CIFAR-10: the archive or the files in it, in a folder or fetched. The last examples of the five training files are for validation; the test file is the test set.',
  parameters: Type.Object(
    {
      directory: Type.String({
        title: 'Folder',
        description:
          'The folder with cifar-10-binary.tar.gz, or with the .bin files and batches.meta.txt in it.',
        format: 'path',
        minLength: 1,
        default: 'data/cifar10',
      }),
      validation: heldOutParameter('the training files'),
      range: rangeParameter,
    },
    { additionalProperties: false },
  ),
  inputs: {
    files: {
      description: 'The archive, or the files in it, fetched, in the place of the folder.',
      outputs: ['file'],
      many: true,
      optional: true,
    },
  },
  // How many images the files hold is in the files.
  outputs: splitOutputs<{ readonly range: [number, number]; readonly validation: number }>(
    ({ range, validation }, part) => ({
      title: partTitle('CIFAR-10', part),
      ...{ height: side, width: side, channels, classes: cifarClasses, range },
      ...(part === 'validation' ? { count: validation } : {}),
    }),
  ),
  files: { parameter: 'directory', list: listCifarFiles, unless: 'files' },
});
