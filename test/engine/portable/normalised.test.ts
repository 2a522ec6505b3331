import test, { type ExecutionContext } from 'ava';
import { activations, costs, type Engine, type Parameters } from '../../../src/engine/engine.js';
import { groupsOf } from '../../../src/engine/normalisers.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import { alike, alikeParameters, part } from '../compare.js';
import { type Case, exampleCase, examplesOf } from '../examples.js';
import { at } from '../lists.js';
import { gradientsOf, networkIn, type NormalisedNetwork, run, trained } from '../normalised.js';
import { odd, sgd } from './networks.js';

const engines = (['portable', 'fma'] as const).map((arithmetic) => portableEngine(arithmetic, () => 1));

for (const engine of engines)
  for (const normalisation of ['batch', 'layer'] as const)
    for (const [k, activation] of activations.entries()) {
      const cost = at(costs, k % 2);
      const caseOf = (examples: number) => exampleCase(activation, odd, examples, cost, normalisation);
      const what = `${engine.name}, ${normalisation}, ${activation}, ${cost}`;
      test(`a normalised network that is not trained is the formulas: ${what}`, (t) => {
        measuresConform(t, engine, caseOf(43));
      });
      for (const batch of [2, 10, 17])
        test(`updates of a normalised network are the formulas: ${what}, minibatches of ${batch}`, (t) => {
          updatesConform(t, engine, caseOf(3 * batch), batch);
        });
    }

function measuresConform(t: ExecutionContext, engine: Engine, example: Case): void {
  const { inputs, labels, architecture } = example;
  const [reference, examples] = [networkIn(example), examplesOf(example)];
  const network = engine.create(architecture, example.parameters);
  const expected = run(reference, examples, labels, false);
  alike(t, network.evaluate(inputs, labels).costs, expected.costs, 'costs of evaluate');
  const got = network.gradients(inputs, labels);
  alike(t, got.costs, expected.costs, 'costs');
  for (const of of ['preActivations', 'activations'] as const)
    got[of].forEach((values, l) => {
      alike(t, values, at(expected[of], l).flat(), `${of} of layer ${l + 1}`);
    });
  const g = gradientsOf(reference, examples, labels, false);
  got.preActivationGradients.forEach((values, l) => {
    alike(t, values, at(g.d, l).flat(), `d of layer ${l + 1}`);
  });
  const { weightGradients, biasGradients: biases } = got;
  const weights = weightGradients.map((make) => make().slice());
  alikeParameters(t, { weights, biases }, g.layers, 'gradients');
  slopesConform(t, reference, got.slopes, example);
}

/** f′(a)·γ·r, r by the running variance or the example's own. */
function slopesConform(
  t: ExecutionContext,
  reference: NormalisedNetwork,
  slopes: readonly Float32Array[],
  example: Case,
): void {
  const { normals, ...expected } = run(reference, examplesOf(example), example.labels, false);
  const { normalisation } = example.architecture;
  slopes.forEach((values, l) => {
    const [own, s] = [at(expected.slopes, l), at(expected.preActivations, l)];
    const all = own.flatMap((row, b) =>
      row.map((slope, o) => {
        const gain = at(at(reference.normalisers.gains, l), o);
        // ŝ is linear in s: its slope is that between two of its values.
        const normal = at(at(normals, l).values, b);
        const other = (o + 1) % normal.length;
        const between = (at(normal, o) - at(normal, other)) / (at(at(s, b), o) - at(at(s, b), other));
        const scale =
          normalisation === 'layer'
            ? between
            : 1 / Math.sqrt(at(at(reference.normalisers.variances, l), o) + 1e-5);
        return slope * gain * scale;
      }),
    );
    alike(t, values, all, `slopes of layer ${l + 1}`);
  });
}

function updatesConform(t: ExecutionContext, engine: Engine, example: Case, batch: number): void {
  const { architecture, parameters, labels } = example;
  const network = engine.create(architecture, parameters);
  let reference = networkIn(example);
  const examples = examplesOf(example);
  for (let first = 0; first < labels.length; first += batch) {
    const minibatch = [examples.slice(first, first + batch), labels.subarray(first, first + batch)] as const;
    const { costs: expected } = run(reference, ...minibatch, true);
    const got = network.train(...part(example, first, first + batch), batch, sgd(0.1));
    alike(t, got.costs, [expected.reduce((sum, cost) => sum + cost, 0) / batch], 'cost', 1e-4);
    reference = trained(reference, ...minibatch, 0.1);
  }
  // A minibatch of two has variances near 0, by which rounding errors are divided.
  alikeNetworks(t, network.parameters(), reference, batch === 2 ? 1e-3 : 1e-5);
}

function alikeNetworks(
  t: ExecutionContext,
  got: Parameters,
  expected: NormalisedNetwork,
  tolerance: number,
): void {
  alikeParameters(t, got, expected.layers, 'parameters', tolerance);
  const groups = expected.architecture.normalisation === 'batch' ? 4 : 2;
  const entries = groupsOf(got.normalisers ?? { gains: [], shifts: [] });
  t.is(entries.length, groups);
  for (const [name, hidden] of entries)
    hidden.forEach((values, l) => {
      alike(t, values, [...at(expected.normalisers[name], l)], `${name} ${l}`, tolerance);
    });
}
