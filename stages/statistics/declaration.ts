import { Type } from '../../src/stage/schema.js';
import { machineOf } from '../../src/engine/machine.js';
import { declareStage } from '../../src/stage/contract.js';
import { knownOf } from '../../src/stage/known.js';
import { tooMany } from '../../src/stage/mistakes.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { misfits } from '../../src/training/fit.js';
import { networkParameters, networkRules } from '../../src/training/network-parameters.js';
import { histogramColumns, jacobianColumns, summaryColumns } from './columns.js';

export const declaration = declareStage({
  name: 'statistics',
  version: 1,
  title: 'Statistics of a network',
  description:
    'What activations and gradients are like, layer by layer, on the first test examples: figures 4 and 6 to 8 and equation 17 of the paper.',
  parameters: Type.Object(
    {
      ...networkParameters,
      examples: Type.Integer({
        title: 'Examples',
        description: 'How many test examples are looked at: the first ones.',
        default: 300,
        minimum: 1,
        maximum: 10_000,
      }),
      bins: Type.Integer({
        title: 'Bins',
        description: 'How many bins each histogram has.',
        default: 100,
        minimum: 2,
        maximum: 1000,
      }),
    },
    { additionalProperties: false, ...networkRules },
  ),
  inputs: {
    data: { description: 'The test examples.', outputs: ['test'] },
    network: { description: 'The network to look at.', outputs: ['network'] },
  },
  outputs: {
    activations: tableOutput(
      'The distribution of the activations of each hidden layer.',
      summaryColumns('activations'),
    ),
    backpropagatedGradients: tableOutput(
      "The distribution of ∂C/∂s in each layer, of each example's own cost C.",
      summaryColumns('backpropagatedGradients'),
    ),
    weightGradients: tableOutput(
      'The distribution of ∂C/∂W in each layer, C the mean cost over the examples.',
      summaryColumns('weightGradients'),
    ),
    jacobians: tableOutput(
      'How much each layer stretches what it is given, measured and by the theory of linear layers.',
      jacobianColumns,
    ),
    histograms: tableOutput(
      'Histograms of the three quantities, each with bins shared by all layers.',
      histogramColumns,
    ),
  },
  check: ({ parameters, inputs }) => {
    const test = knownOf(inputs, 'data', 'test');
    return [
      ...misfits('network', knownOf(inputs, 'network', 'network'), parameters, test),
      ...tooMany('examples', parameters.examples, 'test', test.count),
    ];
  },
  machine: ({ engine }) => machineOf(engine),
});
