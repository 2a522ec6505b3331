import type { StageRun } from '../../src/stage/contract.js';
import { refuse } from '../../src/stage/mistakes.js';
import { writeTable } from '../../src/stage/table-output.js';
import { significanceMistakes } from './check.js';
import { variableColumns } from './columns.js';
import { declaration } from './declaration.js';
import { modelsOf } from './models.js';
import { networksOf } from './networks.js';
import { modelRows, pairRows } from './rows.js';

export const run: StageRun<typeof declaration> = async (context) => {
  const { parameters, inputs, signal } = context;
  // What a plan could not know yet: the columns of a stage that does not declare them.
  refuse(significanceMistakes({ parameters, inputs, matrix: {} }));
  const { predictions = [] } = inputs;
  const networks = await networksOf(predictions, variableColumns(predictions), (done) => {
    signal.throwIfAborted();
    context.progress({ done, total: predictions.length, unit: 'tables' });
  });
  const models = modelsOf(networks, parameters);
  const { published, source } = parameters;
  await writeTable(context, declaration, 'table', {
    title: published.length === 0 ? 'Test errors' : `Test errors beside those of ${source}`,
    rows: modelRows(models, parameters),
  });
  await writeTable(context, declaration, 'pairs', {
    title: 'Models in pairs',
    rows: pairRows(models, parameters, () => {
      signal.throwIfAborted();
    }),
  });
};
