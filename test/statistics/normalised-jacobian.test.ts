import test from 'ava';
import { meanSquaredSingularValue } from '../../src/statistics/jacobian.js';
import { meanSquaredSingularValueOfNormalised } from '../../src/statistics/normalised-jacobian.js';
import { portableEngine } from '../../src/engine/portable/portable.js';
import { exampleCase, examplesOf } from '../engine/examples.js';
import { at, sumOf } from '../engine/lists.js';
import { networkIn, run } from '../engine/normalised.js';

for (const normalisation of ['batch', 'layer'] as const)
  for (const [fanIn, units] of [
    [6, 9],
    [9, 6],
  ] as const)
    test(`what is said of the singular values of a normalised layer is what differences give: ${normalisation}, ${fanIn} inputs, ${units} units`, (t) => {
      const example = exampleCase('tanh', [fanIn, units, 3], 5, 'crossEntropy', normalisation);
      const { architecture, parameters, inputs, labels } = example;
      const { slopes, preActivations } = portableEngine('portable', () => 1)
        .create(architecture, parameters)
        .forward(inputs, labels);
      const [own, s, weights] = [at(slopes, 0), at(preActivations, 0), at(parameters.weights, 0)];
      const said =
        normalisation === 'layer'
          ? meanSquaredSingularValueOfNormalised(own, s, weights, fanIn, units)
          : meanSquaredSingularValue(own, weights, fanIn, units);
      const step = 1e-5;
      const moved = (i: number, by: number) => {
        const examples = examplesOf(example).map((x) => x.map((value, k) => value + (k === i ? by : 0)));
        return at(run(networkIn(example), examples, labels, false).activations, 0);
      };
      const squares = Array.from({ length: fanIn }, (_, i) => {
        const [up, down] = [moved(i, step), moved(i, -step)];
        return sumOf(up.flatMap((row, b) => row.map((h, j) => ((h - at(at(down, b), j)) / (2 * step)) ** 2)));
      });
      const expected = sumOf(squares) / (5 * Math.min(fanIn, units));
      t.true(Math.abs(said / expected - 1) < 1e-5, `${said} against ${expected}`);
    });
