import test, { type ExecutionContext } from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import {
  activations,
  type Forward,
  type Gradients,
  type Network,
  type Parameters,
} from '../../../src/engine/engine.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import { exampleCase, examplesOf, type Case } from '../examples.js';
import { at, backward, forward, layersOf, meanGradients, updated } from '../reference.js';

const odd = [19, 33, 21, 7];
const tolerance = 1e-5;

function networkOf({ architecture, parameters }: Case): Network {
  return portableEngine('portable', () => 1).create(architecture, parameters);
}

/** Numbers of size about 1, to within float32's rounding of sums of tens of terms. */
function alike(t: ExecutionContext, got: ArrayLike<number>, expected: readonly number[], what: string): void {
  t.is(got.length, expected.length, what);
  const difference = Math.max(...expected.map((value, k) => Math.abs(value - at(got, k))));
  t.true(difference < tolerance, `${what} differ by ${difference}`);
}

function bytesOf(...arrays: readonly (Float32Array | Float64Array | Uint8Array)[]): Buffer {
  return Buffer.concat(
    arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}

function parameterBytes({ weights, biases }: Parameters): Buffer {
  return bytesOf(...weights, ...biases);
}

function part({ inputs, labels }: Case, first: number, end: number): [Float32Array, Uint8Array] {
  const units = inputs.length / labels.length;
  return [inputs.subarray(first * units, end * units), labels.subarray(first, end)];
}

for (const activation of activations) {
  test(`forward, gradients and evaluate are the formulas: ${activation}`, (t) => {
    const example = exampleCase(activation, odd, 43);
    const network = layersOf(example.architecture, example.parameters);
    const examples = examplesOf(example);
    const runs = examples.map((x, b) => forward(network, activation, x, at(example.labels, b)));
    const d = runs.map((run, b) => backward(network, activation, run, at(example.labels, b)));
    const mean = meanGradients(network, activation, examples, example.labels);

    const portable = networkOf(example);
    const got = portable.gradients(example.inputs, example.labels);
    alike(
      t,
      got.costs,
      runs.map(({ cost }) => cost),
      'costs',
    );
    t.deepEqual(
      [...got.predictions],
      runs.map(({ prediction }) => prediction),
    );
    mean.forEach((gradient, l) => {
      alike(
        t,
        at(got.preActivations, l),
        runs.flatMap((run) => at(run.preActivations, l)),
        `s of layer ${l + 1}`,
      );
      alike(
        t,
        at(got.activations, l),
        runs.flatMap((run) => at(run.activations, l)),
        `h of layer ${l + 1}`,
      );
      alike(
        t,
        at(got.preActivationGradients, l),
        d.flatMap((layers) => at(layers, l)),
        `d of layer ${l + 1}`,
      );
      alike(t, at(got.weightGradients, l)(), gradient.weights.flat(), `weight gradients ${l}`);
      alike(t, at(got.biasGradients, l), gradient.biases, `bias gradients ${l}`);
    });
    const forwardOnly = portable.forward(example.inputs, example.labels);
    t.deepEqual(forwardOnly, withoutGradients(got));
    t.deepEqual(portable.evaluate(example.inputs, example.labels), {
      costs: got.costs,
      predictions: got.predictions,
    });
  });

  for (const batch of [1, 3, 10, 17, 64])
    test(`updates are the formulas: ${activation}, minibatches of ${batch}`, (t) => {
      const [updates, rate] = [3, 0.1];
      const example = exampleCase(activation, odd, updates * batch);
      let network = layersOf(example.architecture, example.parameters);
      const costs: number[] = [];
      const errors: number[] = [];
      for (let k = 0; k < updates; k++) {
        const [first, end] = [k * batch, (k + 1) * batch];
        const [examples, labels] = [
          examplesOf(example).slice(first, end),
          example.labels.subarray(first, end),
        ];
        const runs = examples.map((x, b) => forward(network, activation, x, at(labels, b)));
        costs.push(runs.reduce((sum, { cost }) => sum + cost, 0) / batch);
        errors.push(runs.filter(({ prediction }, b) => prediction !== at(labels, b)).length);
        network = updated(network, meanGradients(network, activation, examples, labels), rate);
      }
      const portable = networkOf(example);
      const trained = portable.train(example.inputs, example.labels, batch, rate);
      t.is(trained.updates, updates);
      alike(t, trained.costs, costs, 'costs');
      t.deepEqual([...trained.errors], errors);
      const { weights, biases } = portable.parameters();
      network.forEach((layer, l) => {
        alike(t, at(weights, l), layer.weights.flat(), `weights ${l}`);
        alike(t, at(biases, l), layer.biases, `biases ${l}`);
      });
    });
}

function withoutGradients({ costs, predictions, preActivations, activations }: Forward): Forward {
  return { costs, predictions, preActivations, activations };
}

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
    const mean = meanGradients(network, 'softsign', examplesOf(example), example.labels);
    const portable = networkOf(example);
    const { weightGradients } = portable.gradients(example.inputs, example.labels);
    mean.forEach(({ weights }, l) => {
      alike(t, at(weightGradients, l)(), weights.flat(), `weight gradients ${l} of ${layers.join('-')}`);
    });
    portable.train(example.inputs, example.labels, 5, 0.1);
    updated(network, mean, 0.1).forEach(({ weights, biases }, l) => {
      alike(t, at(portable.parameters().weights, l), weights.flat(), `weights ${l} of ${layers.join('-')}`);
      alike(t, at(portable.parameters().biases, l), biases, `biases ${l} of ${layers.join('-')}`);
    });
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
    for (const numbers of ['preActivations', 'activations', 'preActivationGradients'] as const)
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
    preActivationGradients: copied(gradients.preActivationGradients),
  };
}

test('training in one call is training in several, bit for bit', (t) => {
  const [batch, updates] = [7, 12];
  const example = exampleCase('sigmoid', odd, batch * updates);
  const [whole, parts] = [networkOf(example), networkOf(example)];
  const once = whole.train(example.inputs, example.labels, batch, 0.3);
  const costs = [
    [0, 1],
    [1, 5],
    [5, 12],
  ].map(([from = 0, to = 0]) => {
    const trained = parts.train(...part(example, from * batch, to * batch), batch, 0.3);
    parts.evaluate(example.inputs, example.labels);
    return trained.costs;
  });
  t.deepEqual(bytesOf(...costs), bytesOf(once.costs));
  t.deepEqual(parameterBytes(parts.parameters()), parameterBytes(whole.parameters()));
});

test('a network made of the parameters of another continues as it, bit for bit', (t) => {
  const example = exampleCase('tanh', odd, 40);
  const straight = networkOf(example);
  straight.train(...part(example, 0, 20), 10, 0.2);
  const continued = networkOf({ ...example, parameters: straight.parameters() });
  const loaded = networkOf(example);
  loaded.load(straight.parameters());
  for (const network of [straight, continued, loaded]) network.train(...part(example, 20, 40), 10, 0.2);
  t.deepEqual(parameterBytes(continued.parameters()), parameterBytes(straight.parameters()));
  t.deepEqual(parameterBytes(loaded.parameters()), parameterBytes(straight.parameters()));
});

test('measuring a network does not change it', (t) => {
  const example = exampleCase('softsign', odd, 50);
  const network = networkOf(example);
  network.forward(example.inputs, example.labels);
  network.gradients(example.inputs, example.labels);
  t.deepEqual(parameterBytes(network.parameters()), parameterBytes(example.parameters));
});

test('two networks share nothing', (t) => {
  const example = exampleCase('tanh', odd, 10);
  const [one, other] = [networkOf(example), networkOf(example)];
  one.train(example.inputs, example.labels, 10, 0.5);
  t.deepEqual(parameterBytes(other.parameters()), parameterBytes(example.parameters));
});

test('training ends before the first update that has a pre-activation that is not finite', (t) => {
  const [batch, updates, broken] = [5, 8, 3];
  const example = exampleCase('tanh', odd, batch * updates);
  const until = networkOf(example);
  until.train(...part(example, 0, broken * batch), batch, 0.1);
  for (const value of [NaN, Infinity, 3e38]) {
    const inputs = example.inputs.slice();
    inputs.fill(value, (broken * batch + 2) * 19, (broken * batch + 3) * 19);
    const network = networkOf(example);
    const { weights } = network.parameters();
    // Weights of one sign, so that inputs near the greatest float overflow the first sum.
    network.load({ ...network.parameters(), weights: weights.map((w) => w.map((x) => 8 * Math.abs(x))) });
    const trained = network.train(inputs, example.labels, batch, 0.1);
    t.is(trained.updates, broken, `${value}`);
    t.is(trained.costs.length, broken);
    t.is(trained.errors.length, broken);
    t.true(trained.costs.every(Number.isFinite));
    t.true(network.finite());
  }
  const network = networkOf(example);
  const inputs = example.inputs.slice();
  inputs[broken * batch * 19] = NaN;
  network.train(inputs, example.labels, batch, 0.1);
  t.deepEqual(parameterBytes(network.parameters()), parameterBytes(until.parameters()));
});

test('a learning rate that throws the parameters away ends training, and more of it does no update', (t) => {
  const example = exampleCase('tanh', odd, 50);
  const network = networkOf(example);
  const trained = network.train(example.inputs, example.labels, 5, 3e38);
  t.true(trained.updates > 0 && trained.updates < 10);
  t.is(network.train(example.inputs, example.labels, 5, 3e38).updates, 0);
});

test('finite() finds one number that is not, in any weight or bias', (t) => {
  const example = exampleCase('tanh', odd, 1);
  const network = networkOf(example);
  t.true(network.finite());
  for (const value of [NaN, Infinity, -Infinity])
    for (const name of ['weights', 'biases'] as const)
      for (const l of [0, 1, 2]) {
        const parameters = network.parameters();
        const numbers = at(parameters[name], l);
        numbers[numbers.length - 1] = value;
        const broken = networkOf({ ...example, parameters });
        t.false(broken.finite());
        broken.load(example.parameters);
        t.true(broken.finite());
      }
});

test('a cost is finite where the probability of the label is too small for a float', (t) => {
  const architecture = { layers: [1, 2], activation: 'tanh' } as const;
  const network = portableEngine('portable', () => 1).create(architecture, {
    weights: [Float32Array.of(1000, -1000)],
    biases: [Float32Array.of(0, 0)],
  });
  const { costs, activations } = network.forward(Float32Array.of(1, 1), Uint8Array.of(1, 0));
  t.deepEqual([...costs], [2000, 0]);
  t.deepEqual([...at(activations, 0)], [1, 0, 1, 0]);
});

test('of equally probable classes the first is predicted', (t) => {
  const architecture = { layers: [1, 4], activation: 'tanh' } as const;
  const network = portableEngine('portable', () => 1).create(architecture, {
    weights: [Float32Array.of(-1, 2, 2, 0)],
    biases: [new Float32Array(4)],
  });
  t.deepEqual([...network.evaluate(Float32Array.of(1, 0), Uint8Array.of(0, 0)).predictions], [1, 0]);
});

// What every machine, every number of lanes and threads must give: all weights, then all biases, after 50 updates.
const pinned = {
  sigmoid: '408f63be1032a9b620dcb477f9812e4569a899599ed2eef7e1a4be6262b3e197',
  tanh: '3ad8c091d2f3bc39db0f39ac268ce50c521ccfe16050d9d49efdf84f14600fe1',
  softsign: 'be71eed1f07437ed8700f4b7523522aed1bfa589fd0c64186e2f505c86b883d1',
} as const;

for (const activation of activations)
  test(`50 updates give the pinned bytes: ${activation}`, (t) => {
    const example = exampleCase(activation, [37, 53, 1024, 29, 9], 50 * 11);
    const network = networkOf(example);
    t.is(network.train(example.inputs, example.labels, 11, 0.05).updates, 50);
    const digest: string = digestOf(parameterBytes(network.parameters()));
    t.is(digest, pinned[activation]);
  });

test('wrong shapes are RangeErrors that say what is wrong', (t) => {
  const example = exampleCase('tanh', odd, 4);
  const { architecture, parameters, inputs, labels } = example;
  const network = networkOf(example);
  const wrong: readonly [() => unknown, RegExp][] = [
    [() => network.forward(inputs.subarray(1), labels), /inputs has 75 numbers instead of 76/],
    [() => network.evaluate(inputs, Uint8Array.of(0, 1, 2, 7)), /label 7 is not one of 7 classes/],
    [() => network.gradients(new Float32Array(0), new Uint8Array(0)), /no examples/],
    [() => network.train(inputs, labels, 3, 0.1), /4 examples are not whole minibatches of 3/],
    [() => network.train(inputs, labels, 0, 0.1), /a minibatch cannot have 0 examples/],
    [() => network.train(inputs, labels, 2, NaN), /learning rate NaN/],
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
