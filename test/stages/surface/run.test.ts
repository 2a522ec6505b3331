import test from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import type { Row } from '../../../src/artifact/table.js';
import { BadInput } from '../../../src/stage/problem.js';
import { declaration } from '../../../stages/surface/declaration.js';
import { randomExamples } from '../../../stages/surface/examples.js';
import type { SurfaceParameters } from '../../../stages/surface/parameters.js';
import { run } from '../../../stages/surface/run.js';
import { inputWith, smallNetwork } from '../../training/small.js';
import { tableOf } from '../../training/tables.js';
import { outputOf, type RanStage, runStage } from '../in-memory.js';

const layers = [3, 2, 4];
const weight = (layer: number, from: number, to: number, reach = 2): SurfaceParameters['w1'] => ({
  layer,
  from,
  to,
  least: -reach,
  greatest: reach,
});
const asked = { w1: weight(1, 2, 1), w2: weight(2, 1, 3), points: 5, examples: 2 };

function surface(parameters: Partial<SurfaceParameters> = {}, signal?: AbortSignal): Promise<RanStage> {
  const inputs = { network: inputWith({ network: smallNetwork(layers) }) };
  const setting = { parameters: { ...asked, ...parameters }, inputs };
  return runStage(declaration, run, signal === undefined ? setting : { ...setting, signal });
}

function rowsOf(ran: RanStage, cost: string, output = 'surface'): readonly Row[] {
  return tableOf(outputOf(ran, output)).rows.filter((row) => row.cost === cost);
}

const close = (found: unknown, expected: number, reach: number): boolean =>
  Math.abs(Number(found) - expected) <= reach;

test('both surfaces have every point of the grid, from end to end', async (t) => {
  const ran = await surface();
  for (const cost of ['crossEntropy', 'quadratic']) {
    const rows = rowsOf(ran, cost);
    t.deepEqual(
      rows.slice(0, 6).map(({ w1, w2 }) => [w1, w2]),
      [
        [-2, -2],
        [-2, -1],
        [-2, 0],
        [-2, 1],
        [-2, 2],
        [-1, -2],
      ],
    );
    t.is(rows.length, 25);
  }
});

test('where all weights but the two are 0, the costs are those of the formula', async (t) => {
  const network = smallNetwork([1, 1, 2], 0);
  const { inputs, labels } = randomExamples(3, { count: 1, inputs: 1, classes: 2 });
  const [sign, x] = [labels[0] === 0 ? 1 : -1, inputs[0] ?? NaN];
  const parameters = { seed: 3, points: 9, w1: weight(1, 1, 1, 4), w2: weight(2, 1, 1, 4) };
  const ran = await runStage(declaration, run, { parameters, inputs: { network: inputWith({ network }) } });
  const probability = ({ w1, w2 }: Row): number =>
    1 / (1 + Math.exp(-sign * Number(w2) * Math.tanh(Number(w1) * x)));
  for (const row of rowsOf(ran, 'crossEntropy'))
    t.true(close(row.value, -Math.log(probability(row)), 1e-5), JSON.stringify(row));
  for (const row of rowsOf(ran, 'quadratic'))
    t.true(close(row.value, (1 - probability(row)) ** 2, 1e-5), JSON.stringify(row));
});

test('the slope is the norm of the gradient by the two weights', async (t) => {
  const step = 2 ** -5;
  for (const cost of ['crossEntropy', 'quadratic']) {
    // Three points each way, so near each other that differences are nearly derivatives.
    const near = { least: 0.5 - step, greatest: 0.5 + step };
    const ran = await surface({ points: 3, w1: { ...asked.w1, ...near }, w2: { ...asked.w2, ...near } });
    const rows = rowsOf(ran, cost);
    const value = (index: number): number => Number(rows[index]?.value);
    const along1 = (value(7) - value(1)) / (2 * step);
    const along2 = (value(5) - value(3)) / (2 * step);
    t.true(close(rows[4]?.slope, Math.hypot(along1, along2), 1e-3), cost);
  }
});

test('what is said of plateaus follows from the surface', async (t) => {
  const ran = await surface({ points: 17, flatBelow: 0.5 });
  for (const cost of ['crossEntropy', 'quadratic']) {
    const rows = rowsOf(ran, cost);
    const slopes = rows.map(({ slope }) => Number(slope));
    const greatest = Math.max(...slopes);
    const [plateau] = rowsOf(ran, cost, 'plateaus');
    t.is(plateau?.points, 289);
    t.is(plateau?.greatestSlope, greatest);
    t.is(plateau?.flat, slopes.filter((slope) => slope < 0.5 * greatest).length / 289);
    t.true(Number(plateau?.flat) > 0 && Number(plateau?.highAndFlat) < Number(plateau?.flat));
    t.is(plateau?.median, (slopes.sort((a, b) => a - b)[144] ?? NaN) / greatest);
  }
});

test('a quadratic cost that the weights can make wrong for sure is high and flat there, the cross-entropy is not', async (t) => {
  const network = inputWith({ network: smallNetwork([1, 1, 2], 0) });
  const ran = await runStage(declaration, run, { parameters: { seed: 1 }, inputs: { network } });
  const [[quadratic], [crossEntropy]] = [
    rowsOf(ran, 'quadratic', 'plateaus'),
    rowsOf(ran, 'crossEntropy', 'plateaus'),
  ];
  t.true(Number(quadratic?.highAndFlat) > 0.2);
  t.is(crossEntropy?.highAndFlat, 0);
});

test('a random example is the same however many there are, and every class occurs', (t) => {
  const few = randomExamples(7, { count: 3, inputs: 4, classes: 3 });
  const many = randomExamples(7, { count: 60, inputs: 4, classes: 3 });
  t.deepEqual(many.inputs.slice(0, 12), few.inputs);
  t.deepEqual(many.labels.slice(0, 3), few.labels);
  t.deepEqual([...new Set(many.labels)].sort(), [0, 1, 2]);
  t.notDeepEqual(randomExamples(8, { count: 3, inputs: 4, classes: 3 }), few);
});

test('a surface has the same bytes on every machine', async (t) => {
  const ran = await surface();
  t.deepEqual(
    ['surface', 'plateaus'].map((output): string => digestOf(outputOf(ran, output).bytes)),
    [
      '8a844cd6c909759739d5db500cfe35f27b595bfcb7fcb4f7ae19551c859d7963',
      'cad334c50f30d4c4e5d4912b3ddee9a659cee7c26c84f96edd8d5ace323e4dd5',
    ],
  );
});

test('weights that the network has not, or that are one, are refused', async (t) => {
  const refused = async (parameters: Partial<SurfaceParameters>, message: RegExp): Promise<void> => {
    await t.throwsAsync(surface(parameters), { instanceOf: BadInput, message });
  };
  await refused(
    { w1: weight(1, 4, 1) },
    /w1\.from {2}is 4, which is more than the network has\. {2}The most is 3/,
  );
  await refused({ w2: weight(3, 1, 1) }, /w2\.layer {2}is 3, .* {2}The most is 2/);
  await refused({ w2: asked.w1 }, /w2 {2}is the same weight as w1/);
  await refused({ w1: { ...asked.w1, greatest: -3 } }, /w1\.greatest {2}ends the grid before it begins/);
});

test('a run that is asked to stop ends within a row', async (t) => {
  const reason = new Error('stop');
  await t.throwsAsync(surface({}, AbortSignal.abort(reason)), { is: reason });
});
