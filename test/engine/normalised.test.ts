import test from 'ava';
import { exampleCase, examplesOf } from './examples.js';
import { at, sumOf } from './lists.js';
import { gradientsOf, networkIn, type NormalisedNetwork, run } from './normalised.js';

/** Calls `check` with the place of every number of gradients, and a network in which the parameter there is moved. */
function forEachParameter(
  network: NormalisedNetwork,
  check: (place: string, moved: (by: number) => NormalisedNetwork) => void,
): void {
  const copy = (): NormalisedNetwork => structuredClone(network);
  const rowsOf = ({ layers, normalisers }: NormalisedNetwork) => [
    ...layers.flatMap(({ weights, biases }) => [...weights, biases]),
    ...normalisers.gains,
    ...normalisers.shifts,
  ];
  rowsOf(network).forEach((row, k) => {
    row.forEach((_, o) => {
      check(`${k}/${o}`, (by) => {
        const there = copy();
        // A copy's numbers are its own.
        const own = at(rowsOf(there), k) as number[];
        own[o] = at(own, o) + by;
        return there;
      });
    });
  });
}

for (const normalisation of ['batch', 'layer'] as const)
  for (const training of [true, false])
    for (const activation of ['tanh', 'gelu'] as const)
      for (const cost of ['crossEntropy', 'quadratic'] as const)
        test(`the reference's gradient is the slope of its cost: ${normalisation}, ${training ? 'training' : 'not training'}, ${activation}, ${cost}`, (t) => {
          const example = exampleCase(activation, [5, 4, 6, 3], 7, cost, normalisation);
          const network = networkIn(example);
          const [examples, { labels }] = [examplesOf(example), example];
          const g = gradientsOf(network, examples, labels, training);
          const gradients = new Map<string, number>();
          const rows = [
            ...g.layers.flatMap(({ weights, biases }) => [...weights, biases]),
            ...g.gains,
            ...g.shifts,
          ];
          rows.forEach((row, k) => {
            row.forEach((value, o) => gradients.set(`${k}/${o}`, value));
          });
          const step = 1e-5;
          forEachParameter(network, (place, moved) => {
            const cost = (by: number) => sumOf(run(moved(by), examples, labels, training).costs) / 7;
            const slope = (cost(step) - cost(-step)) / (2 * step);
            const value = gradients.get(place) ?? NaN;
            t.true(Math.abs(slope - value) < 1e-8, `${place}: ${value} against ${slope}`);
          });
        });
