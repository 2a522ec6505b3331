import { Type } from '../../src/stage/schema.js';
import { machineOf } from '../../src/engine/machine.js';
import { declareStage } from '../../src/stage/contract.js';
import { knownOf } from '../../src/stage/known.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { errorColumns } from '../../src/statistics/classified.js';
import { costTitle } from '../../src/statistics/columns.js';
import { predictionColumns } from '../../src/statistics/predictions.js';
import { misfits } from '../../src/training/fit.js';
import {
  networkParameters,
  networkRules,
  type NetworkSettings,
} from '../../src/training/network-parameters.js';

export const declaration = declareStage({
  name: 'evaluate',
  version: 1,
  title: 'Evaluation of a network',
  description:
    'Cost and error rate of a network on all validation and all test examples, and what it predicts for each test example.',
  parameters: Type.Object(networkParameters, { additionalProperties: false, ...networkRules }),
  inputs: {
    data: { description: 'The examples to evaluate on.', outputs: ['validation', 'test'] },
    network: { description: 'The network to evaluate.', outputs: ['network'] },
  },
  outputs: {
    errors: tableOutput(
      'Cost and error rate on the validation and on the test examples.',
      ({ cost }: NetworkSettings) => errorColumns({ cost: costTitle('mean cost', cost) }),
    ),
    predictions: tableOutput(
      'Label and prediction of each test example, so that networks can be compared in pairs.',
      predictionColumns,
    ),
  },
  check: ({ parameters, inputs }) =>
    misfits('network', knownOf(inputs, 'network', 'network'), parameters, knownOf(inputs, 'data', 'test')),
  machine: ({ engine }) => machineOf(engine),
});
