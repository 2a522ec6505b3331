import test from 'ava';
import { declaration } from '../../../stages/singular-values/declaration.js';
import { run } from '../../../stages/singular-values/run.js';
import { declaration as statistics } from '../../../stages/statistics/declaration.js';
import { run as runStatistics } from '../../../stages/statistics/run.js';
import { inputWith, smallExamples, smallNetwork } from '../../training/small.js';
import { tableOf } from '../../training/tables.js';
import { outputOf, runStage, type StageSetting } from '../in-memory.js';

const inputs = {
  data: inputWith({ test: smallExamples(80) }),
  network: inputWith({ network: smallNetwork([12, 90, 70, 80, 5]) }),
};

function values(
  parameters: StageSetting<typeof declaration.parameters>['parameters'] = {},
  signal = new AbortController().signal,
) {
  return runStage(declaration, run, { parameters: { examples: 5, ...parameters }, inputs, signal });
}

test('the mean squares are the Frobenius norms that statistics has of the same examples, layer by layer', async (t) => {
  for (const activation of ['tanh', 'relu'] as const) {
    const { rows } = tableOf(outputOf(await values({ activation }), 'summary'));
    const other = await runStage(statistics, runStatistics, {
      parameters: { activation, examples: 5 },
      inputs,
    });
    const norms = tableOf(outputOf(other, 'jacobians')).rows;
    t.is(rows.length, 3);
    for (const [index, row] of rows.entries()) {
      const expected = Number(norms[index]?.meanSquaredSingularValue);
      t.true(
        Math.abs(Number(row.meanSquaredSingularValue) / expected - 1) < 1e-12,
        `${activation} ${index + 1}`,
      );
    }
  }
});

test('the summary is of the lesser of both sizes, mean within smallest and largest, mean square above its square', async (t) => {
  const { rows } = tableOf(outputOf(await values(), 'summary'));
  t.deepEqual(
    rows.map(({ layer, count, examples }) => [layer, count, examples]),
    [
      [1, 12, 5],
      [2, 70, 5],
      [3, 70, 5],
    ],
  );
  for (const row of rows) {
    const [mean, least, most] = [row.meanSingularValue, row.smallest, row.largest].map(Number);
    t.true((least ?? 0) > 0 && (mean ?? 0) > (least ?? 1) && (most ?? 0) > (mean ?? 1));
    t.true(Number(row.meanSquaredSingularValue) > (mean ?? 1) ** 2);
    t.true(Number(row.standardError) > 0 && Number(row.standardError) < (mean ?? 0) / 10);
    t.is(row.condition, (most ?? NaN) / (least ?? NaN));
  }
});

test('percentiles rise from the smallest to the largest', async (t) => {
  const { rows } = tableOf(outputOf(await values({ layers: [2] }), 'values'));
  const found = rows.map(({ singularValue }) => Number(singularValue));
  t.is(found.length, 101);
  t.deepEqual(
    found,
    found.toSorted((a, b) => a - b),
  );
});

test('units whose slope is 0 leave singular values of 0', async (t) => {
  const { rows } = tableOf(outputOf(await values({ activation: 'relu', layers: [2] }), 'summary'));
  t.is(rows[0]?.smallest, 0);
  t.is(rows[0]?.condition, Infinity);
});

test('only the layers that are asked for are looked at, and one that there is not is refused', async (t) => {
  const all = tableOf(outputOf(await values(), 'summary')).rows;
  t.deepEqual(tableOf(outputOf(await values({ layers: [3, 1] }), 'summary')).rows, [all[0], all[2]]);
  await t.throwsAsync(values({ layers: [4] }), { message: /is 4, but the network has 3 hidden layers/ });
});

test('progress ends where it was to end, and the same input gives the same bytes', async (t) => {
  const [one, other] = [await values(), await values()];
  t.deepEqual(one.outputs, other.outputs);
  const done = one.progress.map((progress) => progress.done);
  t.deepEqual(
    done,
    done.toSorted((a, b) => a - b),
  );
  const total = 5 * (12 + 70 + 70);
  t.true((done.at(-1) ?? 0) > total - 70 && one.progress.every((progress) => progress.total === total));
});

test('a run that is asked to stop stops', async (t) => {
  await t.throwsAsync(values({}, AbortSignal.abort(new Error('stopped'))), { message: 'stopped' });
});
