import { encodeCsv } from '../../src/artifact/table.js';
import { failuresIn } from '../../src/stage/cell.js';
import type { StageContext } from '../../src/stage/contract.js';
import { rasterise } from '../../src/view/rasterise.js';
import { chartOf } from './chart.js';
import type { declaration } from './declaration.js';
import { drawSvg } from './draw.js';
import { plotOf } from './plot.js';
import { gatheredTable } from './rows.js';
import { summaryOf } from './summary.js';

export async function run(context: StageContext<typeof declaration>): Promise<void> {
  const { parameters, inputs } = context;
  const { id, title, caption } = parameters;
  const plot = plotOf(await gatheredTable(inputs.tables ?? [], parameters.table), parameters);
  const failures = (inputs.tables ?? []).flatMap(failuresIn);
  const description = {
    id,
    title,
    caption: [caption, ...plot.notes, ...failures.map((failure) => `${failure}.`)]
      .filter((sentence) => sentence !== '')
      .join(' '),
    summary: summaryOf(plot, parameters.y.title),
    failures,
  };
  const svg = await drawSvg(chartOf(plot, parameters), [title, description.summary].join('. '));
  await context.write('svg', svg, description);
  await context.write('png', await rasterise(svg, { scale: 2 }), description);
  const table = { description: { ...description, columns: plot.columns }, rows: plot.rows };
  await context.write('csv', encodeCsv(table), table.description);
}
