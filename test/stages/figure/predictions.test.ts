import test from 'ava';
import { decodeCsv, type Row, type TableDescription } from '../../../src/artifact/table.js';
import { BadInput } from '../../../src/stage/problem.js';
import { declaration } from '../../../stages/figure/declaration.js';
import type { FigureParameters } from '../../../stages/figure/parameters.js';
import { run } from '../../../stages/figure/run.js';
import { outputOf, type RanStage, runStage } from '../in-memory.js';
import { measure, x } from './small-figures.js';
import { tableInput } from './tables.js';

const column = (name: string) => ({ name, type: 'number' as const, title: name });
const measured: TableDescription = { title: 'Measured', columns: ['layer', 'sd', 'count'].map(column) };
const theory: TableDescription = { title: 'Theory', columns: ['layer', 'sd'].map(column) };
const rows = [1, 2, 3].map((layer): Row => ({ layer, sd: 0.5 / layer, count: 300 }));
const predicted = [1, 2, 3].map((layer): Row => ({ layer, sd: 0.4 / layer }));

function drawBoth(
  parameters: Partial<FigureParameters> = {},
  predictions = tableInput('activations', theory, predicted, { scheme: 'standard' }),
): Promise<RanStage> {
  const tables = tableInput('activations', measured, rows, { scheme: 'standard' });
  const line = { x: x('layer'), measures: [measure('sd', 'point-line')], series: ['scheme'] };
  return runStage(declaration, run, {
    parameters: { ...line, ...parameters },
    inputs: { tables, predictions },
  });
}

const svgOf = (ran: RanStage): string => outputOf(ran, 'svg').bytes.toString();

test('predictions are drawn dashed with hollow markers in the colour of their series, and the caption says so', async (t) => {
  const ran = await drawBoth({ predictionTitle: 'theory' });
  const svg = svgOf(ran);
  const lines = [...svg.matchAll(/<g class="mark-line[^>]*>(<path[^>]*>)/g)].map(([, path = '']) => path);
  t.is(lines.length, 2);
  t.is(new Set(lines.map((path) => /stroke="(#\w+)"/.exec(path)?.[1])).size, 1);
  t.deepEqual(
    lines.map((path) => path.includes('stroke-dasharray')),
    [false, true],
  );
  t.is(
    [...svg.matchAll(/ d="[^"]*" stroke="#\w+" stroke-width="1.25" opacity="1"/g)].length,
    3 + 1,
    'one for each layer and one in the legend',
  );
  t.regex(svg, />theory</);
  t.is(outputOf(ran, 'svg').description.caption, 'Thin dashed lines and hollow markers: theory.');
});

test('the csv says of each row whether it was predicted', async (t) => {
  const csv = outputOf(await drawBoth(), 'csv');
  // The stage describes its csv as a table.
  const table = decodeCsv(csv.bytes.toString(), csv.description as unknown as TableDescription);
  t.deepEqual(
    table.rows.map(({ layer, sd, count, predicted: mark }) => [layer, sd, count, mark]),
    [
      ...rows.map(({ layer, sd }) => [layer, sd, 300, 'no']),
      ...predicted.map(({ layer, sd }) => [layer, sd, NaN, 'yes']),
    ],
  );
});

test('what is not predicted is drawn as it was measured alone, and rows are chosen by the columns that there are', async (t) => {
  const ran = await drawBoth({
    measures: [measure('sd', 'line'), measure('count', 'point')],
    where: { count: 300, layer: [1, 2] },
  });
  const csv = outputOf(ran, 'csv').bytes.toString();
  t.is(csv.trim().split('\n').length - 1, 4);
  t.notRegex(JSON.stringify(outputOf(ran, 'svg').description.caption), /not finite/);
});

test('the summary is of what was measured', async (t) => {
  t.is(outputOf(await drawBoth(), 'svg').description.summary, 'Sd goes down from 0.5 to 0.167.');
});

test('predictions that do not go with the figure are refused', async (t) => {
  const refused = async (predictions: ReturnType<typeof tableInput>, message: RegExp): Promise<void> => {
    await t.throwsAsync(drawBoth({}, predictions), { instanceOf: BadInput, message });
  };
  await refused(
    tableInput('activations', theory, predicted),
    /input predictions {2}gives no column or matrix variable "scheme"/,
  );
  const other = { title: 'Other', columns: [column('layer')] };
  await refused(
    tableInput('activations', other, [{ layer: 1 }], { scheme: 'standard' }),
    /gives none of the columns that are drawn/,
  );
});
