import test, { type ExecutionContext } from 'ava';
import {
  activations,
  type Adam,
  costs,
  type Engine,
  type Momentum,
  normalisations,
  type Parameters,
} from '../../../src/engine/engine.js';
import { groupsOf } from '../../../src/engine/normalisers.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import { alike, alikeParameters, parameterBytes, part } from '../compare.js';
import { type Case, exampleCase, examplesOf } from '../examples.js';
import { at } from '../lists.js';
import { gradientsOf, learnedIn, networkIn, type NormalisedNetwork, run, trained } from '../normalised.js';
import { updated } from '../reference.js';
import { followed, unfollowed } from '../reference-rules.js';
import { rulesWithSlots } from '../rules.js';
import { networkOf, odd, sgd } from './networks.js';

const engines = (['portable', 'fma'] as const).map((arithmetic) => portableEngine(arithmetic, () => 1));

for (const engine of engines)
  for (const normalisation of normalisations)
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

for (const engine of engines)
  for (const normalisation of normalisations)
    for (const [name, rule] of Object.entries(rulesWithSlots)) {
      // Where nearly nothing is added to √v, Adam's steps are as long for the rounding errors that are a cancelled bias's gradient.
      if (normalisation === 'batch' && rule.kind === 'adam' && rule.epsilon < 1e-6) continue;
      test(`gains and shifts are learned by whatever rule trains the network: ${engine.name}, ${normalisation}, ${name}`, (t) => {
        rulesConform(t, engine, exampleCase('tanh', odd, 120, 'crossEntropy', normalisation), rule);
      });
    }

test('a normalised network that is loaded with its parameters and slots goes on as it, bit for bit', (t) => {
  for (const normalisation of normalisations)
    for (const rule of Object.values(rulesWithSlots)) {
      const example = exampleCase('gelu', odd, 60, 'quadratic', normalisation);
      const [straight, other] = [networkOf(example), networkOf(example)];
      straight.train(...part(example, 0, 30), 10, rule);
      other.train(...part(example, 30, 60), 10, rule);
      const state = { kind: rule.kind, updates: 3, slots: straight.slots(rule.kind) };
      other.load(straight.parameters(), state);
      for (const network of [straight, other]) network.train(...part(example, 30, 60), 10, rule);
      t.deepEqual(parameterBytes(other.parameters()), parameterBytes(straight.parameters()));
    }
});

test('a number that is not finite is found in whatever normalises a network, and ends its training', (t) => {
  const example = exampleCase('tanh', odd, 20, 'crossEntropy', 'batch');
  const network = networkOf(example);
  t.true(network.finite());
  for (const name of ['gains', 'shifts', 'means', 'variances'] as const)
    for (const l of [0, 1]) {
      const parameters = network.parameters();
      const numbers = at(parameters.normalisers?.[name] ?? [], l);
      numbers[numbers.length - 1] = NaN;
      const broken = networkOf({ ...example, parameters });
      t.false(broken.finite(), name);
      const learned = name === 'gains' || name === 'shifts';
      t.is(broken.train(example.inputs, example.labels, 10, sgd(0.1)).updates, learned ? 0 : 2);
    }
});

test('a variance beyond all floats ends training before that update, and leaves what ran along as it was', (t) => {
  for (const normalisation of normalisations) {
    const example = exampleCase('tanh', odd, 30, 'crossEntropy', normalisation);
    const [network, until] = [networkOf(example), networkOf(example)];
    const inputs = example.inputs.slice();
    inputs.subarray(25 * 19, 26 * 19).fill(1e25);
    t.is(network.train(inputs, example.labels, 10, sgd(0.1)).updates, 2);
    until.train(...part(example, 0, 20), 10, sgd(0.1));
    t.deepEqual(parameterBytes(network.parameters()), parameterBytes(until.parameters()));
  }
});

test('what a normalised network cannot do is a RangeError that says so', (t) => {
  for (const normalisation of normalisations) {
    const example = exampleCase('tanh', odd, 20, 'crossEntropy', normalisation);
    const { parameters, inputs, labels } = example;
    const network = networkOf(example);
    const defined = { instanceOf: RangeError, message: new RegExp(`not defined with ${normalisation}`) };
    t.throws(() => network.curvature(inputs, labels), defined);
    t.throws(() => network.gradientVariance(inputs, labels, 10), defined);
    t.throws(() => network.train(inputs, labels, 10, sgd(parameters)), defined);
    const { weights, biases } = parameters;
    t.throws(() => networkOf({ ...example, parameters: { weights, biases } }), { message: /not none/ });
  }
  const example = exampleCase('tanh', odd, 20, 'crossEntropy', 'batch');
  const alone = () => networkOf(example).train(example.inputs, example.labels, 1, sgd(0.1));
  t.throws(alone, { instanceOf: RangeError, message: /2 or more examples, not 1/ });
});

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
    reference = trained(reference, ...minibatch, (theta, g) => updated(theta, g, 0.1));
  }
  // A minibatch of two has variances near 0, by which rounding errors are divided.
  alikeNetworks(t, network.parameters(), reference, batch === 2 ? 1e-3 : 1e-5);
}

/** Twelve updates, and what the rule has kept of gains and shifts. */
function rulesConform(t: ExecutionContext, engine: Engine, example: Case, rule: Momentum | Adam): void {
  const batch = 10;
  const { architecture, parameters, inputs, labels } = example;
  const examples = examplesOf(example);
  let reference = networkIn(example);
  let { slots } = unfollowed(learnedIn(reference), rule);
  for (let k = 0; k < 12; k++) {
    const [first, end] = [k * batch, (k + 1) * batch];
    reference = trained(reference, examples.slice(first, end), labels.subarray(first, end), (network, g) => {
      const after = followed({ network, slots }, rule, k + 1, g);
      ({ slots } = after);
      return after.network;
    });
  }
  const network = engine.create(architecture, parameters);
  t.is(network.train(inputs, labels, batch, rule).updates, 12);
  alikeNetworks(t, network.parameters(), reference, 1e-3);
  network.slots(rule.kind).forEach((slot, k) => {
    const expected = at(slots, k);
    expected.slice(0, 3).forEach(({ weights, biases }, l) => {
      alike(t, at(slot.weights, l), weights.flat(), `slot ${k} of weights ${l}`, 1e-3);
      // The gradient of a bias that batch normalisation cancels is 0 but for rounding.
      if (architecture.normalisation === 'batch' && l < 2) return;
      alike(t, at(slot.biases, l), [...biases], `slot ${k} of biases ${l}`, 1e-3);
    });
    expected.slice(3).forEach(({ weights, biases }, l) => {
      alike(t, at(slot.normalisers?.gains ?? [], l), [...at(weights, 0)], `slot ${k} of gains ${l}`, 1e-3);
      alike(t, at(slot.normalisers?.shifts ?? [], l), [...biases], `slot ${k} of shifts ${l}`, 1e-3);
    });
  });
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
