import type { JsonObject } from '../../../src/artifact/json.js';
import { encodeCsv, type Row, type TableDescription, tableMediaType } from '../../../src/artifact/table.js';
import type { Input } from '../../../src/stage/contract.js';
import { inputArtifact } from '../in-memory.js';

/** A table as the input of a stage, named as an output of the stage that made it. */
export function tableInput(
  output: string,
  description: TableDescription,
  rows: readonly Row[],
  cell: JsonObject = {},
): Input {
  const bytes = Buffer.from(encodeCsv({ description, rows }));
  return { cell, artifacts: { [output]: inputArtifact({ bytes, mediaType: tableMediaType, description }) } };
}

export const histogramDescription: TableDescription = {
  title: 'Histograms',
  columns: [
    { name: 'quantity', type: 'text', title: 'quantity' },
    { name: 'layer', type: 'number', title: 'layer' },
    { name: 'low', type: 'number', title: 'activation' },
    { name: 'high', type: 'number', title: 'upper end of the bin' },
    { name: 'density', type: 'number', title: 'density' },
  ],
};

/** Bell-shaped histograms, one a layer, made of rational functions only: their digits are the same everywhere. */
export function histogramRows(widths: readonly number[], bins = 40): Row[] {
  return widths.flatMap((width, index) =>
    Array.from({ length: bins }, (_, bin): Row => {
      const low = -1 + (2 * bin) / bins;
      const middle = (low + 1 / bins) / width;
      const density = Math.round(1000 / width / (1 + middle ** 2) ** 3) / 1000;
      return { quantity: 'activation', layer: index + 1, low, high: low + 2 / bins, density };
    }),
  );
}
