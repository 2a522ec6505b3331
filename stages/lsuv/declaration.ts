import { tensorsMediaType } from '../../src/artifact/tensors.js';
import { machineOf } from '../../src/engine/machine.js';
import { declareStage } from '../../src/stage/contract.js';
import { knownOf, whatIsKnown } from '../../src/stage/known.js';
import { tooMany } from '../../src/stage/mistakes.js';
import { Type } from '../../src/stage/schema.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { numbers } from '../../src/statistics/columns.js';
import { misfits } from '../../src/training/fit.js';
import { networkParameters, networkRules } from '../../src/training/network-parameters.js';

const { activation, engine, arithmetic } = networkParameters;

export const declaration = declareStage({
  name: 'lsuv',
  version: 1,
  title: 'Layer-sequential unit variance',
  description:
    "Scales the weights of one layer after the other, the last one too, until the variance of the layer's pre-activations is about 1 (Mishkin and Matas 2016, All you need is a good init, algorithm 1). Biases stay.",
  parameters: Type.Object(
    {
      activation,
      engine,
      arithmetic,
      examples: Type.Integer({
        title: 'Examples',
        description:
          'On how many training examples variances are measured: the first that a training goes through.',
        minimum: 2,
        maximum: 10_000,
        default: 300,
      }),
      tolerance: Type.Number({
        title: 'Tolerance',
        description: 'How far from 1 a variance may be.',
        minimum: 1e-6,
        maximum: 1,
        default: 0.1,
      }),
      iterations: Type.Integer({
        title: 'Iterations',
        description: 'How often a layer is scaled at most; with 0 the network stays as it is.',
        minimum: 0,
        maximum: 100,
        default: 10,
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
    network: { description: 'The network to scale, usually an orthogonal one.', outputs: ['network'] },
  },
  outputs: {
    network: {
      mediaType: tensorsMediaType,
      description: 'The scaled network: layer1.weights [in][out], layer1.bias [out], …',
      known: ({ activation }, inputs) => {
        const { layers } = knownOf(inputs, 'network', 'network');
        return whatIsKnown({ layers, activation, range: knownOf(inputs, 'data', 'train').range });
      },
    },
    scales: tableOutput(
      'How often and by how much the weights of each layer were scaled.',
      numbers({
        layer: 'layer',
        iterations: 'how often the layer was scaled',
        before: "variance of the layer's pre-activations before",
        after: "variance of the layer's pre-activations after",
        factor: 'what the weights were multiplied by, all in all',
      }),
    ),
  },
  check: ({ parameters, inputs }) => {
    const train = knownOf(inputs, 'data', 'train');
    return [
      ...misfits('network', knownOf(inputs, 'network', 'network'), parameters, train),
      ...tooMany('examples', parameters.examples, 'training', train.count),
    ];
  },
  machine: ({ engine }) => machineOf(engine),
});
