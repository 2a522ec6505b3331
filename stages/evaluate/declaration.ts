import { Type } from '../../src/stage/schema.js';
import { tableMediaType } from '../../src/artifact/table.js';
import { machineOf } from '../../src/engine/machine.js';
import { declareStage } from '../../src/stage/contract.js';
import { networkParameters, networkRules } from '../../src/training/network-parameters.js';

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
    errors: {
      mediaType: tableMediaType,
      description: 'Cost and error rate on the validation and on the test examples.',
    },
    predictions: {
      mediaType: tableMediaType,
      description: 'Label and prediction of each test example, so that networks can be compared in pairs.',
    },
  },
  machine: ({ engine }) => machineOf(engine),
});
