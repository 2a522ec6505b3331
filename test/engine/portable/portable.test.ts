import test from 'ava';
import { type Gradients, type Parameters } from '../../../src/engine/engine.js';
import { arithmetics } from '../../../src/engine/portable/kernels.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import { alike, alikeParameters, bytesOf, parameterBytes, part } from '../compare.js';
import { conformance } from '../conformance.js';
import { exampleCase, examplesOf } from '../examples.js';
import { at } from '../lists.js';
import { rulesConformance } from '../rules.js';
import { layersOf, meanGradients, updated } from '../reference.js';
import { networkOf, odd, sgd } from './networks.js';

conformance(portableEngine('portable', () => 1));
for (const arithmetic of arithmetics) rulesConformance(portableEngine(arithmetic, () => 1));

test('networks of one layer and of sixteen, of one unit and of whole groups, follow the formulas', (t) => {
  for (const layers of [
    [1, 1],
    [16, 16],
    [5, 256],
    [3, ...Array.from({ length: 15 }, (_, l) => l + 2), 2],
    [2, 1024, 3],
  ]) {
    const example = exampleCase('softsign', layers, 5);
    const network = layersOf(example.architecture, example.parameters);
    const mean = meanGradients(network, example.architecture, examplesOf(example), example.labels);
    const portable = networkOf(example);
    const { weightGradients } = portable.gradients(example.inputs, example.labels);
    mean.forEach(({ weights }, l) => {
      alike(t, at(weightGradients, l)(), weights.flat(), `weight gradients ${l} of ${layers.join('-')}`);
    });
    portable.train(example.inputs, example.labels, 5, sgd(0.1));
    alikeParameters(t, portable.parameters(), updated(network, mean, 0.1), layers.join('-'));
  }
});

test('the result for an example does not depend on the examples beside it', (t) => {
  const example = exampleCase('tanh', odd, 97);
  const network = networkOf(example);
  const all = copyOf(network.gradients(example.inputs, example.labels));
  for (const size of [1, 2, 3, 7, 40, 96]) {
    const parts: Gradients[] = [];
    for (let first = 0; first < 97; first += size)
      parts.push(copyOf(network.gradients(...part(example, first, Math.min(97, first + size)))));
    t.deepEqual(bytesOf(...parts.map(({ costs }) => costs)), bytesOf(all.costs));
    t.deepEqual(bytesOf(...parts.map(({ predictions }) => predictions)), bytesOf(all.predictions));
    for (const numbers of ['preActivations', 'activations', 'slopes', 'preActivationGradients'] as const)
      all[numbers].forEach((whole, l) => {
        t.deepEqual(
          bytesOf(...parts.map((some) => at(some[numbers], l))),
          bytesOf(whole),
          `${numbers} ${l} by ${size}`,
        );
      });
  }
});

/** Kept beyond the network's next use. */
function copyOf(gradients: Gradients): Gradients {
  const copied = (arrays: readonly Float32Array[]) => arrays.map((array) => array.slice());
  return {
    ...gradients,
    preActivations: copied(gradients.preActivations),
    activations: copied(gradients.activations),
    slopes: copied(gradients.slopes),
    preActivationGradients: copied(gradients.preActivationGradients),
  };
}

test('training in one call is training in several, bit for bit', (t) => {
  const [batch, updates] = [7, 12];
  const example = exampleCase('sigmoid', odd, batch * updates);
  const [whole, parts] = [networkOf(example), networkOf(example)];
  const once = whole.train(example.inputs, example.labels, batch, sgd(0.3));
  const costs = [
    [0, 1],
    [1, 5],
    [5, 12],
  ].map(([from = 0, to = 0]) => {
    const trained = parts.train(...part(example, from * batch, to * batch), batch, sgd(0.3));
    parts.evaluate(example.inputs, example.labels);
    return trained.costs;
  });
  t.deepEqual(bytesOf(...costs), bytesOf(once.costs));
  t.deepEqual(parameterBytes(parts.parameters()), parameterBytes(whole.parameters()));
});

test('a network made of the parameters of another continues as it, bit for bit', (t) => {
  const example = exampleCase('tanh', odd, 40);
  const straight = networkOf(example);
  straight.train(...part(example, 0, 20), 10, sgd(0.2));
  const continued = networkOf({ ...example, parameters: straight.parameters() });
  const loaded = networkOf(example);
  loaded.load(straight.parameters());
  for (const network of [straight, continued, loaded]) network.train(...part(example, 20, 40), 10, sgd(0.2));
  t.deepEqual(parameterBytes(continued.parameters()), parameterBytes(straight.parameters()));
  t.deepEqual(parameterBytes(loaded.parameters()), parameterBytes(straight.parameters()));
});

test('measuring a network does not change it', (t) => {
  const example = exampleCase('softsign', odd, 50);
  const network = networkOf(example);
  network.forward(example.inputs, example.labels);
  network.gradients(example.inputs, example.labels);
  network.curvature(example.inputs, example.labels);
  network.gradientVariance(example.inputs, example.labels, 10);
  t.deepEqual(parameterBytes(network.parameters()), parameterBytes(example.parameters));
});

test('two networks share nothing', (t) => {
  const example = exampleCase('tanh', odd, 10);
  const [one, other] = [networkOf(example), networkOf(example)];
  one.train(example.inputs, example.labels, 10, sgd(0.5));
  t.deepEqual(parameterBytes(other.parameters()), parameterBytes(example.parameters));
});

test('rates are those of the arrays last given, whatever is done in between', (t) => {
  const example = exampleCase('tanh', odd, 20);
  const rates = (rate: number): Parameters => ({
    weights: example.parameters.weights.map((w) => w.map(() => rate)),
    biases: example.parameters.biases.map((b) => b.map(() => rate)),
  });
  const [some, others] = [rates(0.25), rates(0.5)];
  const [one, two] = [networkOf(example), networkOf(example)];
  for (const [k, rate] of [some, others, others, some].entries()) {
    const minibatch = part(example, 5 * k, 5 * (k + 1));
    one.train(...minibatch, 5, sgd(rate));
    one.gradientVariance(example.inputs, example.labels, 10);
    one.evaluate(example.inputs, example.labels);
    two.train(...minibatch, 5, sgd(rates(rate === some ? 0.25 : 0.5)));
  }
  t.deepEqual(parameterBytes(one.parameters()), parameterBytes(two.parameters()));
  t.notDeepEqual(parameterBytes(one.parameters()), parameterBytes(example.parameters));
});

test('one minibatch varies by nothing, and the first of the next variance is its first', (t) => {
  const example = exampleCase('gelu', odd, 20);
  const network = networkOf(example);
  const variance = network.gradientVariance(example.inputs, example.labels, 5);
  const none = network.gradientVariance(...part(example, 0, 5), 5);
  t.true([...none.weights, ...none.biases].every((values) => values.every((value) => value === 0)));
  t.deepEqual(network.gradientVariance(example.inputs, example.labels, 5), variance);
});

test('weight gradients and curvatures of a network that was used again are refused', (t) => {
  const example = exampleCase('tanh', odd, 5);
  const network = networkOf(example);
  const { weightGradients } = network.gradients(example.inputs, example.labels);
  const { weights } = network.curvature(example.inputs, example.labels);
  t.throws(at(weightGradients, 0), { message: /used since/ });
  t.notThrows(at(weights, 0));
  network.train(new Float32Array(0), new Uint8Array(0), 10, sgd(0.1));
  t.throws(at(weights, 0), { message: /used since/ });
});

test('a cost is finite where the probability of the label is too small for a float', (t) => {
  const architecture = { layers: [1, 2], activation: 'tanh', cost: 'crossEntropy' } as const;
  const network = portableEngine('portable', () => 1).create(architecture, {
    weights: [Float32Array.of(1000, -1000)],
    biases: [Float32Array.of(0, 0)],
  });
  const { costs, activations } = network.forward(Float32Array.of(1, 1), Uint8Array.of(1, 0));
  t.deepEqual([...costs], [2000, 0]);
  t.deepEqual([...at(activations, 0)], [1, 0, 1, 0]);
});

test('of equally probable classes the first is predicted', (t) => {
  const architecture = { layers: [1, 4], activation: 'tanh', cost: 'crossEntropy' } as const;
  const network = portableEngine('portable', () => 1).create(architecture, {
    weights: [Float32Array.of(-1, 2, 2, 0)],
    biases: [new Float32Array(4)],
  });
  t.deepEqual([...network.evaluate(Float32Array.of(1, 0), Uint8Array.of(0, 0)).predictions], [1, 0]);
});

test('wrong shapes are RangeErrors that say what is wrong', (t) => {
  const example = exampleCase('tanh', odd, 4);
  const { architecture, parameters, inputs, labels } = example;
  const network = networkOf(example);
  const wrong: readonly [() => unknown, RegExp][] = [
    [() => network.forward(inputs.subarray(1), labels), /inputs has 75 numbers instead of 76/],
    [() => network.evaluate(inputs, Uint8Array.of(0, 1, 2, 7)), /label 7 is not one of 7 classes/],
    [() => network.gradients(new Float32Array(0), new Uint8Array(0)), /no examples/],
    [() => network.train(inputs, labels, 3, sgd(0.1)), /4 examples are not whole minibatches of 3/],
    [() => network.train(inputs, labels, 0, sgd(0.1)), /a minibatch cannot have 0 examples/],
    [() => network.train(inputs, labels, 2, sgd(NaN)), /learning rate NaN/],
    [
      () => network.train(inputs, labels, 2, sgd({ ...parameters, biases: parameters.weights })),
      /biases\[0\] has 627 numbers instead of 33/,
    ],
    [
      () =>
        network.train(
          inputs,
          labels,
          2,
          sgd({ ...parameters, biases: parameters.biases.map((b) => b.fill(NaN, 0, 1)) }),
        ),
      /a learning rate is not a finite number/,
    ],
    [() => network.curvature(new Float32Array(0), new Uint8Array(0)), /no examples/],
    [() => network.gradientVariance(inputs, labels, 3), /4 examples are not whole minibatches of 3/],
    [() => network.gradientVariance(new Float32Array(0), new Uint8Array(0), 3), /no minibatches/],
    [
      () => {
        network.load({ ...parameters, biases: [] });
      },
      /3 layers of weights and biases are needed, not 3 and 0/,
    ],
    [
      () => {
        network.load({ ...parameters, biases: parameters.weights });
      },
      /biases\[0\] has 627 numbers instead of 33/,
    ],
    [
      () => portableEngine('portable', () => 1).create({ ...architecture, layers: [19] }, parameters),
      /1 to 16 layers of weights, not 0/,
    ],
    [
      () => portableEngine('portable', () => 1).create({ ...architecture, layers: [19, 0, 7] }, parameters),
      /cannot have 0 units/,
    ],
    [
      () => portableEngine('portable', () => 1).create({ ...architecture, layers: [19, 300] }, parameters),
      /256 classes, not 300/,
    ],
  ];
  for (const [call, message] of wrong) t.throws(call, { instanceOf: RangeError, message });
});
