import { Type } from '../../src/stage/schema.js';
import { tableMediaType } from '../../src/artifact/table.js';
import { tensorsMediaType } from '../../src/artifact/tensors.js';
import { courseParameters } from '../../src/training/course-parameters.js';
import { machineOf } from '../../src/engine/machine.js';
import { declareStage } from '../../src/stage/contract.js';
import { knownOf, whatIsKnown } from '../../src/stage/known.js';
import { misfits } from '../../src/training/fit.js';
import { networkParameters, networkRules } from '../../src/training/network-parameters.js';
import { normalisedOptimiser, optimiserParameter, ratesBeside } from '../../src/training/optimiser.js';
import { misfittingRates } from '../../src/training/rule.js';
import { untrainable } from '../../src/training/normalisation.js';
import { trajectoryColumns } from '../../src/training/trajectory.js';

export const declaration = declareStage({
  name: 'train',
  version: 1,
  title: 'Training',
  description:
    'Stochastic gradient descent, θ ← θ − εg, g the mean gradient of a minibatch; or with momentum, or Adam. It can be interrupted, extended and cut short; the bits are always those of one straight run.',
  parameters: Type.Object(
    {
      ...networkParameters,
      learningRate: Type.Number({
        title: 'Learning rate',
        description: 'ε, the step along the negative mean gradient of a minibatch.',
        default: 0.01,
        minimum: 1e-38,
        maximum: 1e38,
      }),
      optimiser: optimiserParameter,
      batch: courseParameters.batch,
      updates: Type.Integer({
        title: 'Updates',
        description:
          'How many updates the training goes on for. Raising it extends a training that was done, lowering it cuts it short.',
        default: 1000,
        minimum: 0,
        maximum: 100_000_000,
      }),
      recordEvery: Type.Integer({
        title: 'Recorded updates',
        description:
          'The spacing, in updates, of the states whose cost and digest are recorded, besides 0, 1, 2, 5, 10, 20, 50 and the last. An interrupted training goes on from one of them.',
        default: 100,
        minimum: 1,
        maximum: 100_000,
      }),
      order: courseParameters.order,
      seed: Type.Integer({
        title: 'Seed',
        description:
          "Which random orders a fixed training set is gone through in. The pipeline's seed where it is not given.",
        default: 1,
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
      }),
    },
    { additionalProperties: false, ...networkRules },
  ),
  inputs: {
    data: { description: 'The examples to train on.', outputs: ['train'] },
    network: { description: 'The network to begin with.', outputs: ['network'] },
    rates: {
      description:
        'A factor r of the learning rate for every parameter: θ ← θ − εr·g. Without it every r is 1.',
      outputs: ['rates'],
      optional: true,
    },
  },
  outputs: {
    network: {
      mediaType: tensorsMediaType,
      description:
        'The network after the last update, with what the optimiser keeps of every parameter; where the training diverged, at the last recorded one before.',
      known: ({ activation, cost, normalisation }, inputs) => {
        const { layers } = knownOf(inputs, 'network', 'network');
        const { range } = knownOf(inputs, 'data', 'train');
        return whatIsKnown({ layers, activation, cost, normalisation, range });
      },
    },
    trajectory: {
      mediaType: tableMediaType,
      description: 'Cost, error rate and digest of the network at every recorded update.',
      known: ({ activation, cost, normalisation, recordEvery }) => ({
        ...whatIsKnown({ activation, cost, normalisation, recordEvery }),
        columns: trajectoryColumns(cost),
      }),
    },
  },
  check: ({ parameters, inputs }) => {
    const network = knownOf(inputs, 'network', 'network');
    return [
      ...misfits('network', network, parameters, knownOf(inputs, 'data', 'train')),
      ...ratesBeside(parameters.optimiser, inputs.rates !== undefined && inputs.rates.length > 0),
      ...misfittingRates(knownOf(inputs, 'rates', 'rates'), { ...parameters, layers: network.layers }),
      ...untrainable(parameters, (inputs.rates ?? []).length > 0),
    ];
  },
  normalised: normalisedOptimiser,
  extent: 'updates',
  machine: ({ engine }) => machineOf(engine),
});
