import { declareStage } from '../../src/stage/contract.js';
import { reportMistakes } from './check.js';
import { parameters } from './parameters.js';

export const declaration = declareStage({
  name: 'report',
  version: 1,
  title: 'Report',
  description:
    'One page that stands alone: the figures, the claims of the pipeline with what was measured, and what is undecided at this budget.',
  parameters,
  readsPipeline: true,
  inputs: {
    figures: {
      description: 'The figures shown.',
      outputs: ['svg', 'png', 'csv'],
      many: true,
      optional: true,
    },
    sheets: {
      description: 'Contact sheets of data, shown as pictures.',
      outputs: ['sheet'],
      many: true,
      optional: true,
    },
    tables: { description: 'Tables shown with their numbers.', outputs: ['*'], many: true, optional: true },
  },
  outputs: {
    html: { mediaType: 'text/html', description: 'The page.' },
    verdicts: { mediaType: 'application/json', description: 'What became of each claim.' },
  },
  check: reportMistakes,
});
