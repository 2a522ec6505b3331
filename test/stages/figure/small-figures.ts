import type { JsonObject } from '../../../src/artifact/json.js';
import type { Row, TableDescription } from '../../../src/artifact/table.js';
import type { Input } from '../../../src/stage/contract.js';
import { declaration } from '../../../stages/figure/declaration.js';
import type { FigureParameters, Measure } from '../../../stages/figure/parameters.js';
import { run } from '../../../stages/figure/run.js';
import { runStage, type RanStage } from '../in-memory.js';
import { histogramDescription, histogramRows, tableInput } from './tables.js';

export const x = (column: string): FigureParameters['x'] => ({ ...y, column, upper: 'high' });
export const y: FigureParameters['y'] = { title: '', scale: 'linear', domain: [], tickUnit: 1 };
export const measure = (column: string, mark: Measure['mark'], spread = ''): Measure => ({
  column,
  mark,
  spread,
});

export function draw(
  parameters: Partial<FigureParameters>,
  tables: Input | readonly Input[],
): Promise<RanStage> {
  return runStage(declaration, run, { parameters, inputs: { tables } });
}

/** Two panels of histograms, as figure 6 of the paper has them. */
export function drawHistograms(): Promise<RanStage> {
  const cell = (scheme: string, widths: readonly number[]): Input =>
    tableInput('histograms', histogramDescription, histogramRows(widths), { scheme });
  return draw(
    {
      id: 'figure-06',
      title: 'Activations at initialisation',
      caption: 'Histograms of activations.',
      x: x('low'),
      measures: [measure('density', 'step')],
      series: ['layer'],
      panels: 'scheme',
    },
    [cell('standard', [0.5, 0.25]), cell('normalised', [0.5, 0.45])],
  );
}

const errorsDescription: TableDescription = {
  title: 'Errors',
  columns: [
    { name: 'update', type: 'number', title: 'updates' },
    { name: 'split', type: 'text', title: 'split' },
    { name: 'error', type: 'number', title: 'error rate' },
    { name: 'sd', type: 'number', title: 'sd of the error rate' },
  ],
};

export function errorRows(values: readonly number[], split = 'test'): Row[] {
  return values.map((error, index) => ({ update: index * 100, split, error, sd: 0.1 }));
}

/** One line against updates, unless the parameters say otherwise; `more` is added to the table's description. */
export function drawErrors(
  rows: readonly Row[],
  parameters: Partial<FigureParameters> = {},
  more: JsonObject = {},
): Promise<RanStage> {
  const line = { x: x('update'), measures: [measure('error', 'line')] };
  return draw({ ...line, ...parameters }, tableInput('errors', { ...errorsDescription, ...more }, rows));
}
