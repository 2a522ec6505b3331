import test from 'ava';
import { declaration } from '../../../stages/statistics/declaration.js';
import { run } from '../../../stages/statistics/run.js';
import { readAll } from '../../../src/data/minibatches.js';
import { openExamples } from '../../../src/data/open.js';
import { inputWith, openSmallNetwork, smallExamples, smallNetwork } from '../../training/small.js';
import { tableOf } from '../../training/tables.js';
import { outputOf, type RanStage, runStage } from '../in-memory.js';

const data = inputWith({ test: smallExamples(80) });

function statistics(network = smallNetwork()): Promise<RanStage> {
  return runStage(declaration, run, {
    parameters: { examples: 60, bins: 20 },
    inputs: { data, network: inputWith({ network }) },
  });
}

function meanSquareOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0) / values.length;
}

test('activations are those of the hidden layers, gradients those of all layers', async (t) => {
  const ran = await statistics();
  const counts = (output: string) => tableOf(outputOf(ran, output)).rows.map(({ count }) => count);
  t.deepEqual(counts('activations'), [60 * 9, 60 * 7]);
  t.deepEqual(counts('backpropagatedGradients'), [60 * 9, 60 * 7, 60 * 5]);
  t.deepEqual(counts('weightGradients'), [12 * 9, 9 * 7, 7 * 5]);
});

test("what is said of a layer follows from the engine's values of it", async (t) => {
  const examples = await openExamples(smallExamples(80));
  const network = await openSmallNetwork(examples);
  const { inputs, labels } = readAll(examples, 60);
  const { activations, preActivationGradients } = network.gradients(inputs, labels);
  const ran = await statistics();
  const [, activation] = tableOf(outputOf(ran, 'activations')).rows;
  const [gradient] = tableOf(outputOf(ran, 'backpropagatedGradients')).rows;
  const close = (found: unknown, expected: number) => {
    t.true(Math.abs(Number(found) - expected) < 1e-9, `${String(found)} against ${expected}`);
  };
  close(activation?.rootMeanSquare, Math.sqrt(meanSquareOf([...(activations[1] ?? [])])));
  close(gradient?.rootMeanSquare, Math.sqrt(meanSquareOf([...(preActivationGradients[0] ?? [])])));
  t.is(activation?.max, Math.max(...(activations[1] ?? [])));
});

test('all layers share the bins of a quantity, and nearly all values are in them', async (t) => {
  const { rows } = tableOf(outputOf(await statistics(), 'histograms'));
  for (const quantity of ['activations', 'backpropagatedGradients', 'weightGradients']) {
    const [first, second] = [1, 2].map((layer) =>
      rows.filter((row) => row.quantity === quantity && row.layer === layer),
    );
    t.is(first?.length, 20);
    t.deepEqual(
      first?.map(({ low, high }) => [low, high]),
      second?.map(({ low, high }) => [low, high]),
    );
    const area = first?.reduce(
      (sum, row) => sum + Number(row.density) * (Number(row.high) - Number(row.low)),
      0,
    );
    t.true((area ?? 0) > 0.97 && (area ?? 2) < 1 + 1e-9, `${quantity}: ${String(area)}`);
  }
});

test('layers of a nearly linear network stretch as the theory of linear layers says', async (t) => {
  const { rows } = tableOf(outputOf(await statistics(smallNetwork([12, 200, 200, 5], 0.001)), 'jacobians'));
  const second = rows[1];
  const theory = Number(second?.theory);
  t.true(Math.abs(theory / ((200 * 0.001 ** 2) / 3) - 1) < 0.02, String(theory));
  t.is(second?.theoryBackward, second?.theory);
  t.true(Math.abs(Number(second?.meanSquaredSingularValue) / theory - 1) < 1e-4);
  for (const { meanSquareRatio, theory: factor } of rows)
    t.true(Math.abs(Number(meanSquareRatio) / Number(factor) - 1) < 0.25, String(meanSquareRatio));
});

test('the same network and examples give the same bytes', async (t) => {
  t.deepEqual((await statistics()).outputs, (await statistics()).outputs);
});

test('the tables of a network whose training diverged say so', async (t) => {
  const failure = 'the training diverged at update 312';
  const network = smallNetwork();
  const ran = await statistics({ ...network, description: { ...network.description, failure } });
  for (const { description } of Object.values(ran.outputs)) t.deepEqual(description.failures, [failure]);
});
