import { declareStage } from '../../src/stage/contract.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { selectMistakes } from './check.js';
import { cellsColumns, chosenPredictionColumns, selectionColumns } from './columns.js';
import { parameters, type SelectParameters } from './parameters.js';

export const declaration = declareStage({
  name: 'select',
  version: 1,
  title: 'The best of a search',
  description:
    'Of the cells that differ only in what is searched, such as learning rate and depth, chooses the one with the best number of its table, such as the validation error. Cells whose training failed are never chosen; of equal ones, the first in the order of the matrix is.',
  parameters,
  inputs: {
    tables: {
      description: 'The tables with the numbers that are compared: all cells of one output.',
      outputs: ['errors'],
      many: true,
    },
    predictions: {
      description: 'The predictions of the same cells: those of the chosen ones are passed on.',
      outputs: ['predictions'],
      many: true,
      optional: true,
    },
  },
  outputs: {
    selection: tableOutput(
      'What is chosen, one row for each group of cells that were compared.',
      (given: SelectParameters, { tables = [] }) => selectionColumns(given, tables),
    ),
    cells: tableOutput(
      'All cells with the number that decides, and whether they are chosen.',
      (given: SelectParameters, { tables = [] }) => cellsColumns(given, tables),
    ),
    predictions: tableOutput(
      'The predictions of the chosen cells; no rows where none were given.',
      (given: SelectParameters, { tables = [] }) => chosenPredictionColumns(given, tables),
    ),
  },
  check: selectMistakes,
});
