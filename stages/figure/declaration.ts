import type { JsonObject } from '../../src/artifact/json.js';
import { tableMediaType } from '../../src/artifact/table.js';
import { declareStage } from '../../src/stage/contract.js';
import { figureMistakes } from './check.js';
import { gathered } from './gathered.js';
import { drawnColumns } from './predictions.js';
import { parameters, type FigureParameters } from './parameters.js';

function named({ id, title }: FigureParameters): JsonObject {
  return { id, title };
}

export const declaration = declareStage({
  name: 'figure',
  version: 1,
  title: 'Figure',
  description: 'Draws one figure from tables, as SVG, as PNG, and as the table of exactly the rows drawn.',
  parameters,
  inputs: {
    tables: {
      description: 'The tables drawn, one for each cell; matrix values become text columns.',
      outputs: ['*'],
      many: true,
    },
    predictions: {
      description:
        'Tables of the same columns, or of fewer, that say what was predicted: drawn over the others as thin dashed lines with hollow markers, in the colours of their series.',
      outputs: ['*'],
      many: true,
      optional: true,
    },
  },
  outputs: {
    svg: { mediaType: 'image/svg+xml', description: 'The figure.', known: named },
    png: { mediaType: 'image/png', description: 'The figure at twice its size.', known: named },
    csv: {
      mediaType: tableMediaType,
      description: 'The rows drawn, no more and no fewer.',
      known: (given, { tables = [], predictions = [] }) => {
        const { columns } = drawnColumns(gathered('tables', tables, given.table), predictions);
        return { ...named(given), ...(columns === undefined ? {} : { columns }) };
      },
    },
  },
  check: figureMistakes,
});
