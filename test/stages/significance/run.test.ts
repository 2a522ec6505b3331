import test from 'ava';
import type { Static } from 'typebox';
import type { JsonObject } from '../../../src/artifact/json.js';
import type { Row } from '../../../src/artifact/table.js';
import type { Input } from '../../../src/stage/contract.js';
import { text } from '../../../src/statistics/columns.js';
import { predictionColumns } from '../../../src/statistics/predictions.js';
import { declaration } from '../../../stages/significance/declaration.js';
import { run } from '../../../stages/significance/run.js';
import { tableOf } from '../../training/tables.js';
import { tableInput } from '../figure/tables.js';
import { outputOf, runStage } from '../in-memory.js';
import { refusalOf } from '../refusal.js';

type Parameters = Partial<Static<typeof declaration.parameters>>;

/** The predictions of 100 examples of class 0, wrong from one example on until before another. */
function wrongFrom(first: number, end: number): readonly Row[] {
  return Array.from({ length: 100 }, (_, example) => ({
    ...{ example, label: 0 },
    prediction: example >= first && example < end ? 1 : 0,
  }));
}

function network(cell: JsonObject, first: number, end: number): Input {
  return tableInput(
    'predictions',
    { title: 'Predictions', columns: predictionColumns },
    wrongFrom(first, end),
    cell,
  );
}

/** 30, 14 and 12 errors; the last two have six in common, and all are among the first's. */
const networks = [
  network({ activation: 'tanh' }, 0, 30),
  network({ activation: 'softsign' }, 10, 24),
  network({ activation: 'sigmoid' }, 18, 30),
];

async function tables(parameters: Parameters, predictions: readonly Input[] = networks) {
  const ran = await runStage(declaration, run, { parameters, inputs: { predictions } });
  return { table: tableOf(outputOf(ran, 'table')), pairs: tableOf(outputOf(ran, 'pairs')) };
}

function column(rows: readonly Row[], name: string): readonly unknown[] {
  return rows.map((row) => row[name]);
}

// p-values and intervals are those of SciPy 1.17.1: norm, binomtest, ttest_ind, t.interval; rounded as the tables are.

test('each model is held against the best by both tests, as they are and adjusted for their number', async (t) => {
  const { table } = await tables({});
  const { rows } = table;
  t.deepEqual(column(rows, 'model'), ['tanh', 'softsign', 'sigmoid']);
  t.deepEqual(column(rows, 'errorRate'), [0.3, 0.14, 0.12]);
  t.deepEqual([rows[0]?.low, rows[0]?.high], [0.218949, 0.395849]);
  t.deepEqual(column(rows, 'pProportions'), [0.00178, 0.674, 1]);
  t.deepEqual(column(rows, 'holmProportions'), [0.00356, 0.674, 1]);
  // 18 : 0 and 8 : 6 discordant examples.
  t.deepEqual(column(rows, 'pMcnemar'), [0.00000763, 0.791, 1]);
  t.deepEqual(column(rows, 'holmMcnemar'), [0.0000153, 0.791, 1]);
  for (const name of ['byProportions', 'byMcnemar'])
    t.deepEqual(column(rows, name), ['different', 'not different', 'best']);
});

test('a difference that is none among so many comparisons is called so', async (t) => {
  const { table } = await tables({ level: 0.003 });
  t.deepEqual(column(table.rows, 'byProportions'), [
    'different, but not after Holm',
    'not different',
    'best',
  ]);
  t.deepEqual(column(table.rows, 'byMcnemar'), ['different', 'not different', 'best']);
});

test('all pairs are compared, with what one alone gets wrong', async (t) => {
  const { rows } = (await tables({})).pairs;
  t.deepEqual(
    rows.map(({ first, second, onlyFirst, onlySecond }) => [first, second, onlyFirst, onlySecond]),
    [
      ['tanh', 'softsign', 16, 0],
      ['tanh', 'sigmoid', 18, 0],
      ['softsign', 'sigmoid', 8, 6],
    ],
  );
  t.deepEqual(column(rows, 'difference'), [0.16, 0.18, 0.02]);
  t.deepEqual(column(rows, 'pProportions'), [0.00631, 0.00178, 0.674]);
  t.deepEqual(column(rows, 'holmProportions'), [0.0126, 0.00534, 0.674]);
});

test('published numbers stand beside the measured ones', async (t) => {
  const { table } = await tables({
    source: 'table 1',
    published: [
      { where: { activation: 'sigmoid' }, errorRate: 0.12, name: 'Sigmoid', notDifferent: true },
      { where: { activation: 'tanh' }, errorRate: 0.16, notDifferent: false },
      { where: { activation: 'relu' }, errorRate: 0.01 },
    ],
  });
  const { rows, description } = table;
  t.is(description.title, 'Test errors beside those of table 1');
  t.deepEqual(column(rows, 'model'), ['tanh', 'softsign', 'Sigmoid']);
  t.deepEqual(column(rows, 'paperErrorRate'), [0.16, NaN, 0.12]);
  t.deepEqual(column(rows, 'difference'), [0.14, NaN, 0]);
  t.deepEqual(column(rows, 'pPaper'), [0.000153, NaN, 1]);
  t.deepEqual(column(rows, 'paperFinding'), ['different', '', 'not different']);
  const names = description.columns.map(({ name }) => name);
  t.is(names.indexOf('paperErrorRate') - names.indexOf('high'), 1);
});

test('replicates have a mean with its interval, and are compared by Welch’s test', async (t) => {
  const rates = { tanh: [30, 26, 28], sigmoid: [12, 16, 10] };
  const replicates = Object.entries(rates).flatMap(([activation, ends]) =>
    ends.map((end, index) => network({ activation, seed: index + 1 }, 0, end)),
  );
  const { table } = await tables({ over: 'seed' }, replicates);
  const { rows } = table;
  t.deepEqual(column(rows, 'model'), ['tanh', 'sigmoid']);
  t.deepEqual(column(rows, 'errorRate'), [0.3, 0.12]);
  t.deepEqual(column(rows, 'replicates'), [3, 3]);
  t.is(rows[0]?.meanErrorRate, 0.28);
  t.deepEqual([rows[0]?.meanLow, rows[0]?.meanHigh], [0.230317, 0.329683]);
  t.deepEqual(column(rows, 'pWelch'), [0.0033, 1]);
  t.deepEqual(column(rows, 'byWelch'), ['different', 'best']);
});

test('with one replicate, or too few errors, a test says nothing, and the model is undecided', async (t) => {
  const few = [
    network({ activation: 'tanh', seed: 1 }, 0, 3),
    network({ activation: 'softsign', seed: 1 }, 0, 1),
  ];
  const { rows } = (await tables({ over: 'seed' }, few)).table;
  t.deepEqual(column(rows, 'byProportions'), ['undecided', 'best']);
  t.deepEqual(column(rows, 'byWelch'), ['undecided', 'best']);
  t.deepEqual(column(rows, 'byMcnemar'), ['not different', 'best']);
  t.deepEqual(column(rows, 'meanLow'), [NaN, NaN]);
});

test('predictions that select passes on are as good as those of cells', async (t) => {
  const rows = [
    ...wrongFrom(0, 30).map((row) => ({ activation: 'tanh', ...row })),
    ...wrongFrom(18, 30).map((row) => ({ activation: 'sigmoid', ...row })),
  ];
  const columns = [text('activation', 'activation'), ...predictionColumns];
  const selected = await tables({}, [tableInput('predictions', { title: 'Predictions', columns }, rows)]);
  const [tanh, , sigmoid] = networks;
  const ofCells = await tables(
    {},
    [tanh, sigmoid].filter((input) => input !== undefined),
  );
  t.deepEqual(selected.table.rows, ofCells.table.rows);
});

async function refusal(parameters: Parameters, predictions: readonly Input[] = networks) {
  return refusalOf(() => tables(parameters, predictions));
}

test('what is misspelt, or meant twice, is refused', async (t) => {
  t.is(
    await refusal({ over: 'seeds' }),
    'over  is "seeds", a variable that the predictions do not depend on.  There is: activation.',
  );
  t.is(
    await refusal({ published: [{ where: { activatoin: 'tanh' }, errorRate: 0.1 }] }),
    'published.0.where.activatoin  is "activatoin", which is no variable of the models.  Did you mean activation?',
  );
  t.is(
    await refusal({ published: [{ where: {}, errorRate: 0.1 }] }),
    'significance, published.0.where  agrees with 3 models.  Name more of their variables.',
  );
  const twice = { where: { activation: 'tanh' }, errorRate: 0.1 };
  t.is(
    await refusal({ published: [twice, twice] }),
    'significance, published.1.where  is of tanh, as another is.  Give one number a model.',
  );
});

test('a published model that no matrix gives is a mistake; one that this run leaves out is none', (t) => {
  const published = [
    { where: { activation: 'tahn' }, errorRate: 0.1 },
    { where: { activation: 'relu' }, errorRate: 0.1 },
  ];
  const mistakes = declaration.check?.({
    parameters: { level: 0.005, confidence: 0.95, over: '', published, source: 's', publishedExamples: 10 },
    inputs: { predictions: networks },
    matrix: { activation: ['tanh', 'softsign', 'sigmoid', 'relu'] },
  });
  t.deepEqual(mistakes, [
    {
      at: { parameter: ['published', 0, 'where', 'activation'] },
      rule: 'is "tahn", a value that activation does not have.',
      remedy: 'Did you mean tanh?',
    },
  ]);
});

test('networks that cannot be told apart, or were asked about other examples, are refused', async (t) => {
  t.is(
    await refusal({}, [network({ activation: 'tanh' }, 0, 1), network({ activation: 'tanh' }, 0, 2)]),
    'significance, input predictions  two networks cannot be told apart: tanh.  Networks must differ in a matrix variable.',
  );
  const other = tableInput(
    'predictions',
    { title: 'Predictions', columns: predictionColumns },
    wrongFrom(0, 1).map((row) => ({ ...row, label: 1 })),
    { activation: 'relu' },
  );
  t.is(
    await refusal({}, [...networks, other]),
    'significance, input predictions  the networks were not tested on the same examples: tanh; relu.  ' +
      'Compare networks of one data set; take one stage for each.',
  );
});
