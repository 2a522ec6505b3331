import test from 'ava';
import { activations } from '../../src/engine/engine.js';
import { exampleCase, examplesOf } from './examples.js';
import { at, forward, layersOf, meanGradients, type Layer } from './reference.js';

function meanCost(
  network: readonly Layer[],
  activation: (typeof activations)[number],
  examples: number[][],
  labels: Uint8Array,
) {
  const costs = examples.map((x, b) => forward(network, activation, x, at(labels, b)).cost);
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

function moved(network: readonly Layer[], l: number, i: number, o: number, by: number): Layer[] {
  const copy = structuredClone(network) as { weights: number[][]; biases: number[] }[];
  const { weights, biases } = at(copy, l);
  const row = i < weights.length ? at(weights, i) : biases;
  row[o] = at(row, o) + by;
  return copy;
}

for (const activation of activations) {
  test(`the reference's gradient is the slope of its cost: ${activation}`, (t) => {
    const example = exampleCase(activation, [5, 4, 6, 3], 4);
    const network = layersOf(example.architecture, example.parameters);
    const examples = examplesOf(example);
    const gradients = meanGradients(network, activation, examples, example.labels);
    const step = 1e-5;
    let greatest = 0;
    gradients.forEach((g, l) => {
      [...g.weights, g.biases].forEach((row, i) => {
        row.forEach((value, o) => {
          const [up, down] = [step, -step].map((by) =>
            meanCost(moved(network, l, i, o, by), activation, examples, example.labels),
          );
          greatest = Math.max(greatest, Math.abs(((up ?? NaN) - (down ?? NaN)) / (2 * step) - value));
        });
      });
    });
    t.true(greatest < 1e-9, `differs by ${greatest}`);
  });
}
