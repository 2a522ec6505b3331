import test from 'ava';
import { activations, type Architecture, costs } from '../../src/engine/engine.js';
import { exampleCase, examplesOf, type Case } from './examples.js';
import { at } from './lists.js';
import {
  type ExampleForward,
  forward,
  layersOf,
  meanCurvature,
  meanGradients,
  type Layer,
} from './reference.js';

interface Setting {
  readonly network: Layer[];
  readonly architecture: Architecture;
  readonly examples: number[][];
  readonly labels: Uint8Array;
}

function settingOf(example: Case): Setting {
  const { architecture, labels } = example;
  return {
    ...{ architecture, labels },
    network: layersOf(architecture, example.parameters),
    examples: examplesOf(example),
  };
}

/** What the examples give with one parameter of layer l moved: W[i][o], or the bias where i is beyond the inputs. */
type Moved = (by: number) => ExampleForward[];

/** Calls `check` for every parameter, with its number in `numbers`. */
function forEachParameter(
  { network, architecture, examples, labels }: Setting,
  numbers: readonly Layer[],
  check: (value: number, moved: Moved, l: number) => void,
): void {
  numbers.forEach(({ weights, biases }, l) => {
    [...weights, biases].forEach((row, i) => {
      row.forEach((value, o) => {
        const moved: Moved = (by) => {
          const there = network.map(({ weights, biases }) => ({
            weights: weights.map((line) => [...line]),
            biases: [...biases],
          }));
          const layer = at(there, l);
          const line = i < layer.weights.length ? at(layer.weights, i) : layer.biases;
          line[o] = at(line, o) + by;
          return examples.map((x, b) => forward(there, architecture, x, at(labels, b)));
        };
        check(value, moved, l);
      });
    });
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanCost(runs: readonly ExampleForward[]): number {
  return meanOf(runs.map(({ cost }) => cost));
}

for (const activation of activations)
  for (const cost of costs)
    test(`the reference's gradient is the slope of its cost: ${activation}, ${cost}`, (t) => {
      const setting = settingOf(exampleCase(activation, [5, 4, 6, 3], 4, cost));
      const { network, architecture, examples, labels } = setting;
      const gradients = meanGradients(network, architecture, examples, labels);
      const step = 1e-5;
      forEachParameter(setting, gradients, (value, moved) => {
        const slope = (meanCost(moved(step)) - meanCost(moved(-step))) / (2 * step);
        t.true(Math.abs(slope - value) < 1e-9, `${value} against ${slope}`);
      });
    });

/** By differences: ∂²C/∂θ² of −log P, and Σ_k (∂P_k/∂θ)², which is all of the quadratic cost's that has no ∂²P_k/∂θ². */
function secondDifference(cost: Architecture['cost'], moved: Moved): number {
  const step = 1e-4;
  const [down, here, up] = [moved(-step), moved(0), moved(step)];
  if (cost === 'crossEntropy') return (meanCost(up) - 2 * meanCost(here) + meanCost(down)) / step ** 2;
  const outputs = (runs: readonly ExampleForward[], b: number) => at(at(runs, b).activations, -1);
  const squares = here.map((_, b) =>
    outputs(up, b).map((p, k) => ((p - at(outputs(down, b), k)) / (2 * step)) ** 2),
  );
  return meanOf(squares.map((ofExample) => ofExample.reduce((sum, square) => sum + square, 0)));
}

function agree(
  t: { true: (holds: boolean, message: string) => void },
  value: number,
  expected: number,
): void {
  t.true(Math.abs(expected - value) < 1e-6, `${value} against ${expected}`);
}

for (const cost of costs) {
  test(`the reference's curvature of the last layer is exact: ${cost}`, (t) => {
    const setting = settingOf(exampleCase('tanh', [5, 4, 6, 3], 4, cost));
    const { network, architecture, examples, labels } = setting;
    const curvature = meanCurvature(network, architecture, examples, labels);
    forEachParameter(setting, curvature, (value, moved, l) => {
      if (l === 2) agree(t, value, secondDifference(cost, moved));
    });
  });

  // With one way from each unit to the output nothing is left out but f″, which these do not have; neither of the two examples is
  // at a kink.
  for (const activation of ['linear', 'relu', 'leakyRelu', 'hardTanh'] as const)
    test(`the reference's curvature is exact where units are not coupled: ${activation}, ${cost}`, (t) => {
      const { network: coupled, ...setting } = settingOf(exampleCase(activation, [5, 4, 6, 3], 2, cost));
      const network = coupled.map(({ weights, biases }) => ({
        weights: weights.map((row, i) => row.map((w, o) => (o === i % row.length ? w : 0))),
        biases,
      }));
      const { architecture, examples, labels } = setting;
      const curvature = meanCurvature(network, architecture, examples, labels);
      let greatest = 0;
      forEachParameter({ network, ...setting }, curvature, (value, moved, l) => {
        agree(t, value, secondDifference(cost, moved));
        if (l === 0) greatest = Math.max(greatest, value);
      });
      t.true(greatest > 1e-3, `${greatest} is nothing to compare`);
    });
}
