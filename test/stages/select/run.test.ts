import test from 'ava';
import type { JsonObject } from '../../../src/artifact/json.js';
import type { Row, TableDescription } from '../../../src/artifact/table.js';
import type { Input } from '../../../src/stage/contract.js';
import { numbers, text } from '../../../src/statistics/columns.js';
import { predictionColumns } from '../../../src/statistics/predictions.js';
import { declaration } from '../../../stages/select/declaration.js';
import { run } from '../../../stages/select/run.js';
import { tableOf } from '../../training/tables.js';
import { tableInput } from '../figure/tables.js';
import { outputOf, runStage } from '../in-memory.js';
import { refusalOf } from '../refusal.js';

const errorColumns: TableDescription = {
  title: 'Errors',
  columns: [
    text('split', 'which examples', ['validation', 'test']),
    ...numbers({ examples: 'number', errors: 'misclassified', errorRate: 'fraction misclassified' }),
  ],
};

/** A cell whose network gets so many of 100 validation and 200 test examples wrong. */
function errorsOf(cell: JsonObject, validation: number, tested: number, told: JsonObject = {}): Input {
  const row = (split: string, examples: number, errors: number): Row => ({
    ...{ split, examples, errors },
    errorRate: errors / examples,
  });
  const rows = [row('validation', 100, validation), row('test', 200, tested)];
  return tableInput('errors', { ...errorColumns, ...told }, rows, cell);
}

function predictionsOf(cell: JsonObject, predictions: readonly number[]): Input {
  const rows = predictions.map((prediction, example) => ({ example, label: 0, prediction }));
  return tableInput('predictions', { title: 'Predictions', columns: predictionColumns }, rows, cell);
}

const cells = [
  { activation: 'tanh', rate: 0.001 },
  { activation: 'tanh', rate: 0.01 },
  { activation: 'tanh', rate: 0.1 },
  { activation: 'softsign', rate: 0.001 },
  { activation: 'softsign', rate: 0.01 },
] as const;
const validation = [30, 20, 25, 40, 35];
const tables = cells.map((cell, index) => errorsOf(cell, validation[index] ?? 0, 50 + index));

test('a row a group says what is chosen, by what, and how it does on the test examples', async (t) => {
  const ran = await runStage(declaration, run, { parameters: { over: ['rate'] }, inputs: { tables } });
  t.deepEqual(tableOf(outputOf(ran, 'selection')).rows, [
    {
      ...{ activation: 'tanh', rate: 0.01, value: 0.2 },
      ...{ testExamples: 200, testErrors: 51, testErrorRate: 0.255 },
      ...{ runnerUp: 0.25, compared: 3, failed: 0, tied: 0, warning: '' },
    },
    {
      ...{ activation: 'softsign', rate: 0.01, value: 0.35 },
      ...{ testExamples: 200, testErrors: 54, testErrorRate: 0.27 },
      ...{ runnerUp: 0.4, compared: 2, failed: 0, tied: 0 },
      warning: 'rate 0.01 is the greatest searched: search beyond',
    },
  ]);
  t.deepEqual(
    tableOf(outputOf(ran, 'cells')).rows.map(({ activation, rate, value, chosen }) => [activation, rate, value, chosen]), // prettier-ignore
    [
      ['tanh', 0.001, 0.3, 'no'],
      ['tanh', 0.01, 0.2, 'yes'],
      ['tanh', 0.1, 0.25, 'no'],
      ['softsign', 0.001, 0.4, 'no'],
      ['softsign', 0.01, 0.35, 'yes'],
    ],
  );
});

test('the columns of the selection say what their numbers are', async (t) => {
  const ran = await runStage(declaration, run, { parameters: { over: ['rate'] }, inputs: { tables } });
  const titles = tableOf(outputOf(ran, 'selection')).description.columns.map(({ title }) => title);
  t.true(titles.includes('errorRate (split validation), the least'));
  t.true(titles.includes('errorRate (split test) of the chosen cell'));
});

test('the predictions of the chosen cells are passed on, each with what tells its group apart', async (t) => {
  const predictions = cells.map((cell, index) => predictionsOf(cell, [index, index + 1]));
  const ran = await runStage(declaration, run, {
    parameters: { over: ['rate'] },
    inputs: { tables, predictions },
  });
  t.deepEqual(tableOf(outputOf(ran, 'predictions')).rows, [
    { activation: 'tanh', example: 0, label: 0, prediction: 1 },
    { activation: 'tanh', example: 1, label: 0, prediction: 2 },
    { activation: 'softsign', example: 0, label: 0, prediction: 4 },
    { activation: 'softsign', example: 1, label: 0, prediction: 5 },
  ]);
});

test('a training that diverged is never chosen, whatever the error of its last finite state', async (t) => {
  const failures = ['the training diverged at update 7'];
  const searched = [errorsOf({ rate: 1 }, 1, 1, { failures }), errorsOf({ rate: 0.1 }, 30, 30)];
  const ran = await runStage(declaration, run, {
    parameters: { over: ['rate'] },
    inputs: { tables: searched },
  });
  const selection = tableOf(outputOf(ran, 'selection'));
  t.deepEqual([selection.rows[0]?.rate, selection.rows[0]?.failed], [0.1, 1]);
  t.deepEqual(selection.description.failures, []);
  const compared = tableOf(outputOf(ran, 'cells'));
  t.deepEqual(compared.rows.map(({ failure }) => failure), [failures[0], '']); // prettier-ignore
  t.deepEqual(compared.description.failures, ['rate 1: the training diverged at update 7']);
});

test('where every training failed nothing is chosen, and the selection says so', async (t) => {
  const failures = ['the training diverged at update 7'];
  const ran = await runStage(declaration, run, {
    parameters: { over: ['rate'] },
    inputs: {
      tables: [errorsOf({ rate: 1 }, 1, 1, { failures })],
      predictions: [predictionsOf({ rate: 1 }, [1])],
    },
  });
  const { rows, description } = tableOf(outputOf(ran, 'selection'));
  t.is(rows[0]?.warning, 'no cell has a result: none is chosen');
  t.deepEqual([rows[0]?.rate, rows[0]?.value, rows[0]?.testErrors], [NaN, NaN, NaN]);
  t.deepEqual(description.failures, failures);
  t.deepEqual(tableOf(outputOf(ran, 'predictions')).rows, []);
});

test('what is misspelt is refused with what there is', async (t) => {
  const refusal = (parameters: object, inputs = tables) =>
    refusalOf(() => runStage(declaration, run, { parameters, inputs: { tables: inputs } }));
  t.is(
    await refusal({ over: [] }),
    'over  is empty: every cell would be chosen.  Name the matrix variables that are searched. There is: activation, rate.',
  );
  t.is(
    await refusal({ over: ['rates'] }),
    'over.0  is "rates", a variable that the tables do not depend on.  Did you mean rate?',
  );
  const by = { column: 'errorRates', where: { split: 'valid' }, row: 'only', best: 'least' };
  t.is(
    await refusal({ over: ['rate'], by }),
    'by.column  is "errorRates", which is no column of the table.  Did you mean errorRate?\n' +
      'by.where.split  is "valid", a value that split does not have.  There is: validation, test.',
  );
  t.is(
    await refusal({ over: ['rate'], shown: [{ name: 'value', column: 'errors', where: {}, row: 'last' }] }),
    'shown.0.name  gives an output a second column "value".  Give it another name.',
  );
  t.is(
    await refusal({ over: ['rate'] }, [...tables, errorsOf(cells[0], 1, 1)]),
    'input tables  gives two tables of the same cell (activation tanh, rate 0.001).  ' +
      'Take the tables of one stage, or of stages that differ in a matrix variable.',
  );
});

test('predictions must be those of the same cells, and predictions', async (t) => {
  const refusal = (predictions: readonly Input[]) =>
    refusalOf(() =>
      runStage(declaration, run, { parameters: { over: ['rate'] }, inputs: { tables, predictions } }),
    );
  t.is(
    await refusal(cells.slice(1).map((cell) => predictionsOf(cell, [1]))),
    'input predictions  lacks a cell that tables has (activation tanh, rate 0.001).  Take both from the same stage.',
  );
  const wrong = tables.map(({ cell, artifacts: { errors } }): Input => ({
    cell,
    artifacts: errors === undefined ? {} : { predictions: errors },
  }));
  t.is(
    await refusal(wrong),
    'input predictions  names an output without a column "example" of numbers.  Take the predictions of a stage evaluate or select.',
  );
});
