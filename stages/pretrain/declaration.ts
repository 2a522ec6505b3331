import { Type } from '../../src/stage/schema.js';
import { tensorsMediaType } from '../../src/artifact/tensors.js';
import type { Json } from '../../src/artifact/json.js';
import { courseParameters } from '../../src/training/course-parameters.js';
import { declareStage, type Mistake } from '../../src/stage/contract.js';
import { knownOf, whatIsKnown } from '../../src/stage/known.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { misfits } from '../../src/training/fit.js';
import { networkParameters } from '../../src/training/network-parameters.js';
import { courseColumns } from './columns.js';

const { activation, arithmetic } = networkParameters;

export const declaration = declareStage({
  name: 'pretrain',
  version: 1,
  title: 'Unsupervised pre-training',
  description:
    'Hidden layers are learnt one after the other, lowest first, each as a denoising auto-encoder of the activations of those below (Vincent, Larochelle, Bengio and Manzagol 2008); no label is looked at. The stage train goes on from the network. It can be interrupted, extended and cut short.',
  parameters: Type.Object(
    {
      activation,
      arithmetic,
      corruption: Type.Number({
        title: 'Corruption',
        description:
          "The probability that an input of a layer is set to 0 before it is encoded. The layer's clean inputs are what is reconstructed.",
        default: 0.25,
        minimum: 0,
        maximum: 0.99,
      }),
      learningRate: Type.Number({
        title: 'Learning rate',
        description:
          'ε, the step along the negative mean gradient of the reconstruction cost of a minibatch.',
        default: 0.001,
        minimum: 1e-38,
        maximum: 1e38,
      }),
      batch: courseParameters.batch,
      layerUpdates: Type.Integer({
        title: 'Updates of a layer',
        description: 'How many updates each hidden layer is learnt for: a multiple of recordEvery.',
        default: 1000,
        minimum: 1,
        maximum: 100_000_000,
      }),
      updates: Type.Integer({
        title: 'Updates',
        description:
          'How many updates there are in all. It ends when all hidden layers are done; with fewer, only the lowest are, and the rest stays as it was; with 0 the network is handed on. Raising it goes on.',
        default: 100_000_000,
        minimum: 0,
        maximum: 100_000_000,
      }),
      recordEvery: Type.Integer({
        title: 'Recorded updates',
        description:
          'The spacing, in updates, of the rows of the course, besides 0, 1, 2, 5, 10, 20, 50 and the last. What is interrupted goes on from one of them.',
        default: 100,
        minimum: 1,
        maximum: 100_000,
      }),
      order: courseParameters.order,
      seed: Type.Integer({
        title: 'Seed',
        description:
          "Which inputs are set to 0, and which random orders a fixed training set is gone through in. The pipeline's seed where it is not given.",
        default: 1,
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
      }),
    },
    { additionalProperties: false },
  ),
  inputs: {
    data: { description: 'The examples to learn from; their labels are not read.', outputs: ['train'] },
    network: { description: 'The network to begin with.', outputs: ['network'] },
  },
  outputs: {
    network: {
      mediaType: tensorsMediaType,
      description:
        'The network with its hidden layers as they were learnt; the output layer is as it was. Where the pre-training diverged, as at the last recorded update before.',
      known: ({ activation, updates }, inputs) => {
        const given = knownOf(inputs, 'network', 'network');
        if (updates === 0) return given;
        const { layers } = given;
        const { range } = knownOf(inputs, 'data', 'train');
        return whatIsKnown({ layers, activation, range });
      },
    },
    course: tableOutput(
      'The reconstruction cost, layer after layer, at every recorded update.',
      courseColumns,
    ),
  },
  check: ({ parameters: { activation, layerUpdates, recordEvery }, inputs }) => {
    const network = knownOf(inputs, 'network', 'network');
    return [
      ...misfits('network', network, { activation }, knownOf(inputs, 'data', 'train')),
      ...noHiddenLayer(network.layers),
      ...spacingMistake(layerUpdates, recordEvery),
    ];
  },
  extent: 'updates',
});

function noHiddenLayer(layers: Json | undefined): readonly Mistake[] {
  if (!Array.isArray(layers) || layers.length > 2) return [];
  return [
    {
      at: { input: 'network', parameter: ['layers'] },
      rule: 'has no hidden layer, so there is nothing to pre-train.',
      remedy: 'Put hidden layers between the inputs and the classes.',
    },
  ];
}

/** The end of each layer is recorded, so that a row's cost is of one layer. */
function spacingMistake(layerUpdates: number, recordEvery: number): readonly Mistake[] {
  if (layerUpdates % recordEvery === 0) return [];
  return [
    {
      at: { parameter: ['layerUpdates'] },
      rule: `is ${layerUpdates}, which is no multiple of recordEvery, ${recordEvery}.`,
      remedy: `Take ${Math.ceil(layerUpdates / recordEvery) * recordEvery}.`,
    },
  ];
}
