import test from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import {
  activations,
  costs,
  type Gradients,
  type Network,
  type Parameters,
  type UpdateRule,
} from '../../../src/engine/engine.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import { alike, alikeParameters, bytesOf, parameterBytes, part } from '../compare.js';
import { conformance } from '../conformance.js';
import { exampleCase, examplesOf, type Case } from '../examples.js';
import { at, layersOf, meanGradients, updated } from '../reference.js';

const odd = [19, 33, 21, 7];

function sgd(rate: number | Parameters): UpdateRule {
  return { kind: 'sgd', rate };
}

function networkOf({ architecture, parameters }: Case): Network {
  return portableEngine('portable', () => 1).create(architecture, parameters);
}

conformance(portableEngine('portable', () => 1));

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

test('training ends before the first update that has a pre-activation that is not finite', (t) => {
  const [batch, updates, broken] = [5, 8, 3];
  const example = exampleCase('tanh', odd, batch * updates);
  const until = networkOf(example);
  until.train(...part(example, 0, broken * batch), batch, sgd(0.1));
  for (const value of [NaN, Infinity, 3e38]) {
    const inputs = example.inputs.slice();
    inputs.fill(value, (broken * batch + 2) * 19, (broken * batch + 3) * 19);
    const network = networkOf(example);
    const { weights } = network.parameters();
    // Weights of one sign, so that inputs near the greatest float overflow the first sum.
    network.load({ ...network.parameters(), weights: weights.map((w) => w.map((x) => 8 * Math.abs(x))) });
    const trained = network.train(inputs, example.labels, batch, sgd(0.1));
    t.is(trained.updates, broken, `${value}`);
    t.is(trained.costs.length, broken);
    t.is(trained.errors.length, broken);
    t.true(trained.costs.every(Number.isFinite));
    t.true(network.finite());
  }
  const network = networkOf(example);
  const inputs = example.inputs.slice();
  inputs[broken * batch * 19] = NaN;
  network.train(inputs, example.labels, batch, sgd(0.1));
  t.deepEqual(parameterBytes(network.parameters()), parameterBytes(until.parameters()));
});

test('a learning rate that throws the parameters away ends training, and more of it does no update', (t) => {
  const example = exampleCase('tanh', odd, 50);
  const network = networkOf(example);
  const trained = network.train(example.inputs, example.labels, 5, sgd(3e38));
  t.true(trained.updates > 0 && trained.updates < 10);
  t.is(network.train(example.inputs, example.labels, 5, sgd(3e38)).updates, 0);
});

for (const [activation, rate] of [
  ['relu', 5],
  ['leakyRelu', 5],
  ['selu', 2],
] as const)
  test(`too great a learning rate ends training before the first update with a sum beyond all floats: ${activation}, ${rate}`, (t) => {
    const [batch, updates] = [5, 120];
    const example = exampleCase(activation, [19, 33, 33, 21, 7], batch * updates);
    const network = networkOf(example);
    const trained = network.train(example.inputs, example.labels, batch, sgd(rate));
    t.true(trained.updates > 2 && trained.updates < updates, `${trained.updates}`);
    t.true(trained.costs.every(Number.isFinite));
    t.true(at(trained.costs, -1) > 1e9);
    const single = networkOf(example);
    for (let k = 0; k <= trained.updates; k++) {
      const minibatch = part(example, k * batch, (k + 1) * batch);
      const { preActivations } = single.forward(...minibatch);
      const computed = preActivations.every((s) => s.every(Number.isFinite));
      t.is(computed, k < trained.updates, `update ${k + 1}`);
      t.is(single.train(...minibatch, batch, sgd(rate)).updates, Number(computed));
    }
    t.deepEqual(parameterBytes(network.parameters()), parameterBytes(single.parameters()));
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
  network.gradientVariance(example.inputs, example.labels, 5);
  t.throws(at(weights, 0), { message: /used since/ });
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

// What every machine, every number of lanes and threads must give after 50 updates: all weights, then all biases.
const pinned = {
  sigmoid: '408f63be1032a9b620dcb477f9812e4569a899599ed2eef7e1a4be6262b3e197',
  tanh: '3ad8c091d2f3bc39db0f39ac268ce50c521ccfe16050d9d49efdf84f14600fe1',
  softsign: 'be71eed1f07437ed8700f4b7523522aed1bfa589fd0c64186e2f505c86b883d1',
  linear: 'a80f2315759c198cbc7f6457f6d1ee25d7ebfced5d469091c4fd629da9b1d62f',
  relu: 'd628c28830616119db218dd4eda0d4486eaa8b2a8aba16551df9bcf022ceb3f4',
  leakyRelu: 'd07d5a2f8d803180f8b314428b5acc2b20d65788a3e1726d6a4317855536f4cb',
  elu: '153b48fb9ca90105fad8b5858e7efc5cefe8e1e94c8e4366b2aae33e60f722ce',
  selu: '6b9f0226ec0b87fcc632cd1cb15c92aed79973ffe15d9f1703aa38674fad11d3',
  gelu: '7eba1a0a8a0311125d77812db952012f382184336e4c1158f321981e2220540b',
  silu: '37e2a3e26f533ea01587ab5163bf2ff6cd89fddf17435bfd6be99bbce47b9dcd',
  softplus: '174a0231b06ec72d732f115e19833a15ad471a114969e2a8f115af1ae729c4d7',
  hardTanh: 'f55c0eb8ef431ef3a54b94dde24bd43f31a4ea80eb2674a3ab5a5493c1ff4251',
  scaledTanh: 'ac2ea8ceefb7dd7ac3794bd211681037b634473a9fc3716f0ff62ce6ce1c2701',
} as const;

for (const activation of activations)
  test(`50 updates give the pinned bytes: ${activation}`, (t) => {
    const example = exampleCase(activation, [37, 53, 1024, 29, 9], 50 * 11);
    const network = networkOf(example);
    t.is(network.train(example.inputs, example.labels, 11, sgd(0.05)).updates, 50);
    const digest: string = digestOf(parameterBytes(network.parameters()));
    t.is(digest, pinned[activation]);
  });

// Of the same network, 25 updates by one rate and 25 by the absolute values of the weights and biases, then measured.
const pinnedMeasures = {
  crossEntropy: {
    parameters: 'b4f608a1f63faad761e060b0817888dc9251a2a69929f27c6970dde876781a89',
    slopes: '614b2eda83a6c08d176aefa8353c3149f570617e9c86dadc129db09955a588ac',
    curvature: '5c09329ccc90d7ce12c848a1b3b9e5c2aeeb9e2b162d07ea0556e4006964d61f',
    variance: 'e6ef0ba07d0e1dd88c9ff18fbfffb9b5388ba5cc8767ace9fdf6a1f218b9dd59',
  },
  quadratic: {
    parameters: '197b4bdfc277a0e9eada167ba46f37fb7727dd5fd1eb2f045ab60c8a214ea154',
    slopes: '794883d31098d2b982df0282e783c81c54fbc6154bedc27adb77a39108eff2a0',
    curvature: 'cf869dd46f8e529290efc8bb52d9a8b1718d72da88a9b2c77fd359040f041c1f',
    variance: 'cec47b24c07191d5a57282b8746a6dbe70e6440db5b3e5cc27730e484f23bf81',
  },
} as const;

for (const cost of costs)
  test(`the measures of a network trained by a rate for each parameter are the pinned bytes: ${cost}`, (t) => {
    const example = exampleCase('gelu', [37, 53, 1024, 29, 9], 50 * 11, cost);
    const network = networkOf(example);
    const { weights, biases } = example.parameters;
    const rate = { weights: weights.map((w) => w.map(Math.abs)), biases: biases.map((b) => b.map(Math.abs)) };
    network.train(...part(example, 0, 25 * 11), 11, sgd(0.05));
    network.train(...part(example, 25 * 11, 50 * 11), 11, sgd(rate));
    const { slopes } = network.forward(...part(example, 0, 30));
    const curvature = network.curvature(...part(example, 0, 30));
    const measures = {
      parameters: parameterBytes(network.parameters()),
      slopes: bytesOf(...slopes),
      curvature: bytesOf(...curvature.weights.map((make) => make().slice()), ...curvature.biases),
      variance: parameterBytes(network.gradientVariance(example.inputs, example.labels, 11)),
    };
    for (const of of ['parameters', 'slopes', 'curvature', 'variance'] as const) {
      const digest: string = digestOf(measures[of]);
      t.is(digest, pinnedMeasures[cost][of], of);
    }
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
