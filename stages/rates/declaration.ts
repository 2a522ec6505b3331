import { Type } from '../../src/stage/schema.js';
import { tensorsMediaType } from '../../src/artifact/tensors.js';
import { machineOf } from '../../src/engine/machine.js';
import { declareStage } from '../../src/stage/contract.js';
import { knownOf, whatIsKnown } from '../../src/stage/known.js';
import { tooMany } from '../../src/stage/mistakes.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { misfits } from '../../src/training/fit.js';
import { networkParameters, networkRules } from '../../src/training/network-parameters.js';
import { unrateable } from '../../src/training/normalisation.js';
import { distributionColumns } from './columns.js';
import { methodOf, methodParameter, minibatchMistakes, normalisedMethod } from './method.js';

export const declaration = declareStage({
  name: 'rates',
  version: 1,
  title: 'Learning rates of their own',
  description:
    'A factor r = μ/(μ + c) of the learning rate for every parameter of a network, at most 1: small where the cost is curved or its gradient uncertain (c), 1 where it is not. The stage train takes them as its input rates.',
  parameters: Type.Object(
    {
      ...networkParameters,
      method: methodParameter,
      damping: Type.Number({
        title: 'Damping',
        description:
          'μ: where c is as large, the learning rate is halved. The smaller μ, the more the rates differ; too large, and they are all 1.',
        minimum: 1e-30,
        maximum: 1e30,
        default: 1e-5,
      }),
      examples: Type.Integer({
        title: 'Examples',
        description: 'On how many training examples c is measured: the first that a training goes through.',
        minimum: 1,
        maximum: 10_000,
        default: 500,
      }),
      seed: Type.Integer({
        title: 'Seed',
        description:
          "Which random order a fixed training set is gone through in. The pipeline's seed where it is not given.",
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 1,
      }),
    },
    { additionalProperties: false, ...networkRules },
  ),
  inputs: {
    data: { description: 'The examples that will be trained on.', outputs: ['train'] },
    network: { description: 'The network to begin with.', outputs: ['network'] },
  },
  outputs: {
    rates: {
      mediaType: tensorsMediaType,
      description: "r for every parameter, by the names and in the shapes of the network's own tensors.",
      known: ({ activation, cost }, inputs) =>
        whatIsKnown({ layers: knownOf(inputs, 'network', 'network').layers, activation, cost }),
    },
    distribution: tableOutput(
      "The distribution of r over each layer's weights and over its biases.",
      distributionColumns,
    ),
  },
  check: ({ parameters, inputs }) => {
    const train = knownOf(inputs, 'data', 'train');
    const { examples, method } = parameters;
    return [
      ...misfits('network', knownOf(inputs, 'network', 'network'), parameters, train),
      ...tooMany('examples', examples, 'training', train.count),
      ...unrateable(parameters),
      ...minibatchMistakes(examples, methodOf(method)),
    ];
  },
  normalised: ({ method, ...others }) => ({ ...others, method: normalisedMethod(method) }),
  machine: ({ engine }) => machineOf(engine),
});
