import { declareStage, type Mistake } from '../../src/stage/contract.js';
import type { JsonObject } from '../../src/artifact/json.js';
import { knownOf } from '../../src/stage/known.js';
import { tooMany } from '../../src/stage/mistakes.js';
import { Type } from '../../src/stage/schema.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { misfits } from '../../src/training/fit.js';
import { networkParameters } from '../../src/training/network-parameters.js';
import {
  activationColumns,
  backpropagatedColumns,
  fixedPointColumns,
  jacobianColumns,
  weightGradientColumns,
} from './columns.js';
import { schemeMistakes } from './scheme-known.js';

export const declaration = declareStage({
  name: 'theory',
  version: 1,
  title: 'Mean-field theory of a network',
  description:
    'What statistics is to find in a network of wide layers before it is trained, predicted from its layers and the variance of its weights alone; the cost is crossEntropy (Poole et al. 2016; Schoenholz et al. 2017).',
  parameters: Type.Object(
    {
      activation: networkParameters.activation,
      examples: Type.Integer({
        title: 'Examples',
        description: 'For how many test examples it is predicted: the first ones.',
        default: 300,
        minimum: 1,
        maximum: 10_000,
      }),
    },
    { additionalProperties: false },
  ),
  inputs: {
    data: { description: 'The test examples.', outputs: ['test'] },
    network: {
      description: 'The network as initialise draws it: its weights are not read.',
      outputs: ['network'],
    },
  },
  outputs: {
    activations: tableOutput('The distribution of the activations of each hidden layer.', activationColumns),
    backpropagatedGradients: tableOutput(
      "The spread of ∂C/∂s in each layer, of each example's own cost C.",
      backpropagatedColumns,
    ),
    weightGradients: tableOutput(
      'The spread of ∂C/∂W in each layer, C the mean cost over the examples.',
      weightGradientColumns,
    ),
    jacobians: tableOutput('How much each hidden layer stretches what it is given.', jacobianColumns),
    fixedPoint: tableOutput(
      'What many layers like each hidden layer would do to activations and gradients.',
      fixedPointColumns,
    ),
  },
  check: ({ parameters, inputs }) => {
    const test = knownOf(inputs, 'data', 'test');
    const network = knownOf(inputs, 'network', 'network');
    return [
      ...misfits('network', network, { activation: parameters.activation }, test),
      ...whereKnown(network),
      ...tooMany('examples', parameters.examples, 'test', test.count),
    ];
  },
});

/** What is known of a network's description before it is made has its layers; if it has no scheme then, it never will. */
function whereKnown(network: JsonObject): readonly Mistake[] {
  return network.layers === undefined ? [] : schemeMistakes(network);
}
