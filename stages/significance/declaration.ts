import { declareStage } from '../../src/stage/contract.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { significanceMistakes } from './check.js';
import { pairColumns, tableColumns } from './columns.js';
import { parameters, type SignificanceParameters } from './parameters.js';

export const declaration = declareStage({
  name: 'significance',
  version: 1,
  title: 'Which models differ',
  description:
    'Compares models by what they predict for the same test examples, each with the best and all in pairs: by two proportions (z-test with the pooled rate, unpaired, as table 1 of the paper can be read) and by McNemar’s exact test (paired). p-values are given as they are and adjusted by Holm for all comparisons of their table. The best is the one with the least error on these very examples, which favours it a little. Published numbers are set beside the measured ones.',
  parameters,
  inputs: {
    predictions: {
      description:
        'Predictions of the test examples: all cells of an evaluate stage, or what select passes on.',
      outputs: ['predictions'],
      many: true,
    },
  },
  outputs: {
    table: tableOutput(
      'One row a model: its error rate beside the published one, and whether it differs from the best.',
      (given: SignificanceParameters, { predictions = [] }) => tableColumns(given, predictions),
    ),
    pairs: tableOutput('All pairs of models, with the p-values of their difference.', pairColumns),
  },
  check: significanceMistakes,
});
