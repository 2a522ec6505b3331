import { Type } from '../../src/stage/schema.js';
import type { Cost } from '../../src/engine/engine.js';
import { declareStage } from '../../src/stage/contract.js';
import { knownOf } from '../../src/stage/known.js';
import { tooMany } from '../../src/stage/mistakes.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { misfits } from '../../src/training/fit.js';
import { ratesMistakes, spacingMistakes } from './check.js';
import { errorColumns, layerColumns, outputColumns } from './columns.js';

export const declaration = declareStage({
  name: 'monitor',
  version: 1,
  title: 'Statistics during training',
  description:
    'What activations, gradients and errors are like while a network is trained: figures 2, 3 and 9 to 12 of the paper. Measured while the training goes on, or afterwards by training the missing stretches again.',
  parameters: Type.Object(
    {
      every: Type.Integer({
        title: 'Measured updates',
        description:
          "The spacing of the measurements, in updates: a multiple of the training's recordEvery. The last state is measured too.",
        default: 500,
        minimum: 1,
        maximum: 100_000_000,
      }),
      early: Type.Boolean({
        title: 'Early updates',
        description: 'Whether updates 1, 2, 5, 10, 20 and 50 are measured too.',
        default: true,
      }),
      examples: Type.Integer({
        title: 'Examples',
        description: 'On how many test examples activations and gradients are measured: the first ones.',
        default: 300,
        minimum: 1,
        maximum: 10_000,
      }),
      test: Type.Integer({
        title: 'Test examples',
        description:
          'On how many test examples cost and error rate are measured: the first ones; 0 for those that activations are measured on.',
        default: 0,
        minimum: 0,
        maximum: 10_000_000,
      }),
      validation: Type.Integer({
        title: 'Validation examples',
        description:
          'On how many validation examples cost and error rate are measured: the first ones; 0 for none.',
        default: 10_000,
        minimum: 0,
        maximum: 10_000_000,
      }),
      gradients: Type.Boolean({
        title: 'Gradients',
        description: 'Whether gradients are measured too; without them the tables of gradients are empty.',
        default: true,
      }),
    },
    { additionalProperties: false },
  ),
  inputs: {
    training: {
      description: 'The training to look at.',
      outputs: ['trajectory', 'network'],
      observes: true,
    },
    initial: { description: 'The network that the training began with.', outputs: ['network'] },
    rates: {
      description:
        "The rates that the training was given, where it was: the same stage as the training's input.",
      outputs: ['rates'],
      optional: true,
    },
    data: {
      description: 'The examples that were trained on, and those to measure with.',
      outputs: ['train', 'validation', 'test'],
    },
  },
  outputs: {
    activations: tableOutput(
      'The distribution of the activations of each hidden layer, at each measured update.',
      layerColumns('activations'),
    ),
    backpropagatedGradients: tableOutput(
      "The distribution of ∂C/∂s in each layer, of each example's own cost C, at each measured update.",
      layerColumns('backpropagatedGradients'),
    ),
    weightGradients: tableOutput(
      'The distribution of ∂C/∂W in each layer, C the mean cost over the examples, at each measured update.',
      layerColumns('weightGradients'),
    ),
    output: tableOutput(
      "What moves the softmax: its biases, and what the last hidden layer's activations give it, at each measured update.",
      outputColumns,
    ),
    errors: tableOutput('Cost and error rate at each measured update.', (_, inputs) =>
      // A trajectory's description has the training's cost.
      errorColumns(knownOf(inputs, 'training', 'trajectory').cost as Cost | undefined),
    ),
  },
  check: ({ parameters: { every, examples, test, validation }, inputs }) => {
    const part = (name: string) => knownOf(inputs, 'data', name);
    return [
      ...misfits('initial', knownOf(inputs, 'initial', 'network'), {}, part('train')),
      ...spacingMistakes(every, knownOf(inputs, 'training', 'trajectory').recordEvery),
      ...ratesMistakes(inputs),
      ...tooMany('examples', examples, 'test', part('test').count),
      ...tooMany('test', test, 'test', part('test').count),
      ...tooMany('validation', validation, 'validation', part('validation').count),
    ];
  },
});
