import { declareStage } from '../../src/stage/contract.js';
import { knownOf } from '../../src/stage/known.js';
import { tooMany } from '../../src/stage/mistakes.js';
import { Type } from '../../src/stage/schema.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { errorColumns } from '../../src/statistics/classified.js';
import { predictionColumnsOf } from '../../src/statistics/predictions.js';
import { machineColumns } from './columns.js';
import { withoutEnd } from './without-end.js';

export const declaration = declareStage({
  name: 'svm',
  version: 1,
  title: 'Support vector machine',
  description:
    'A C-SVM with an RBF kernel, one machine for each pair of classes, that is trained on a fixed set of examples and evaluated on the validation and the test examples.',
  parameters: Type.Object(
    {
      C: Type.Number({
        title: 'C',
        description: 'What a misfit costs: the bound of every Lagrange multiplier.',
        exclusiveMinimum: 0,
        maximum: 1e6,
        default: 10,
      }),
      gamma: Type.Number({
        title: 'γ',
        description:
          'Of the kernel exp(−γ‖a − b‖²), in 1/(input units)²; inputs are in the range of the data.',
        exclusiveMinimum: 0,
        maximum: 1e6,
        default: 0.01,
      }),
      examples: Type.Union([Type.Literal('all'), Type.Integer({ minimum: 2, maximum: 10_000_000 })], {
        title: 'Examples',
        description: 'How many training examples to train on: the first so many, or all.',
        default: 'all',
      }),
      tolerance: Type.Number({
        title: 'Tolerance',
        description: 'How far the optimality conditions may be violated where the solution is accepted.',
        minimum: 1e-8,
        maximum: 0.1,
        default: 0.001,
      }),
      cacheMegabytes: Type.Integer({
        title: 'Cache',
        description:
          'MiB for rows of the kernel. It changes no bit, and what was computed with another is found again. A pair of classes with m examples is fastest with m²/262,144.',
        minimum: 1,
        maximum: 1_000_000,
        default: 512,
      }),
    },
    { additionalProperties: false },
  ),
  inputs: {
    data: {
      description: 'The examples to train and to evaluate on.',
      outputs: ['train', 'validation', 'test'],
    },
  },
  outputs: {
    errors: tableOutput('Error rate on the validation and on the test examples.', errorColumns()),
    predictions: tableOutput(
      'Label and prediction of each test example, so that methods can be compared in pairs.',
      predictionColumnsOf('most pairs vote for, the first of equals'),
    ),
    machine: tableOutput(
      'The machine of each pair of classes, and all together: support vectors, and what they cost to find.',
      (_, inputs) => machineColumns(knownOf(inputs, 'data', 'train').classes),
    ),
  },
  check: ({ parameters: { examples }, inputs }) =>
    examples === 'all'
      ? withoutEnd(inputs)
      : tooMany('examples', examples, 'training', knownOf(inputs, 'data', 'train').count),
  whereabouts: ['cacheMegabytes'],
});
