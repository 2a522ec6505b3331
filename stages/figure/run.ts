import { encodeCsv } from '../../src/artifact/table.js';
import { failuresOf } from '../../src/stage/cell.js';
import type { StageContext } from '../../src/stage/contract.js';
import { rasterise } from '../../src/view/rasterise.js';
import { refuse } from '../../src/stage/mistakes.js';
import { chartOf } from './chart.js';
import { figureMistakes } from './check.js';
import type { declaration } from './declaration.js';
import { drawSvg } from './draw.js';
import { gathered } from './gathered.js';
import { plotOf } from './plot.js';
import { completeRow, withPredictions } from './predictions.js';
import { gatheredTable } from './rows.js';
import { summaryOf } from './summary.js';

export async function run(context: StageContext<typeof declaration>): Promise<void> {
  const { parameters, inputs } = context;
  const { id, title, caption } = parameters;
  // What a plan could not know yet: the columns of a stage that does not declare them.
  refuse(figureMistakes({ parameters, inputs, matrix: {} }));
  const tables = inputs.tables ?? [];
  const { columns = [] } = gathered('tables', tables, parameters.table);
  const measured = await gatheredTable(tables, parameters.table, columns);
  const plot = plotOf(await withPredictions(measured, inputs.predictions ?? [], parameters), parameters);
  const failures = failuresOf(inputs);
  const description = {
    id,
    title,
    caption: [caption, ...plot.notes, ...failures.map(sentence)].filter((part) => part !== '').join(' '),
    summary: summaryOf(plot, parameters.y.title),
    failures,
  };
  const svg = await drawSvg(chartOf(plot, parameters), [title, description.summary].join('. '));
  await context.write('svg', svg, description);
  await context.write('png', await rasterise(svg, { scale: 2 }), description);
  const table = {
    description: { ...description, columns: plot.columns },
    rows: plot.rows.map((row) => completeRow(row, plot.columns)),
  };
  await context.write('csv', encodeCsv(table), table.description);
}

/** `scheme standard: the training diverged …` as a sentence of the caption. */
function sentence(failure: string): string {
  const text = failure.charAt(0).toUpperCase() + failure.slice(1);
  return text.endsWith('.') ? text : `${text}.`;
}
