import {
  activations,
  costs,
  type Engine,
  type Parameters,
  type UpdateRule,
} from '../../../src/engine/engine.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import { loadLibrary } from '../../../src/engine/tensorflow/library.js';
import { relativeDistance, squaresOf } from '../../../src/statistics/distance.js';
import { parameterBytes, part } from '../compare.js';
import { conformance } from '../conformance.js';
import { exampleCase, type Case } from '../examples.js';
import { at } from '../lists.js';
import { rulesConformance, rulesWithSlots } from '../rules.js';
import { available, testTensorFlow } from './available.js';

if (available !== undefined) {
  conformance(available);
  rulesConformance(available);
}

const portable = portableEngine('portable', () => 1);
const deep = [64, 60, 50, 50, 40, 9];
const sgd = (rate: number): UpdateRule => ({ kind: 'sgd', rate });

function networkOf(engine: Engine, { architecture, parameters }: Case) {
  return engine.create(architecture, parameters);
}

/** The greatest ‖a − b‖/‖a‖ of any tensor. */
function greatestDistance(a: Parameters, b: Parameters): number {
  const all = ({ weights, biases }: Parameters) => [...weights, ...biases];
  return Math.max(...all(a).map((values, p) => relativeDistance(squaresOf(values, at(all(b), p)))));
}

function gradientsOf(engine: Engine, example: Case): Parameters {
  const got = networkOf(engine, example).gradients(example.inputs, example.labels);
  return { weights: got.weightGradients.map((make) => make().slice()), biases: got.biasGradients };
}

for (const activation of activations)
  for (const cost of costs) {
    testTensorFlow(
      `every gradient is within 1e-4 of the portable engine's: ${activation}, ${cost}`,
      (t, engine) => {
        const example = exampleCase(activation, deep, 100, cost);
        const distance = greatestDistance(gradientsOf(portable, example), gradientsOf(engine, example));
        t.true(distance < 1e-4, `${distance}`);
      },
    );

    testTensorFlow(
      `after 50 updates every tensor is within 1e-3 of the portable engine's: ${activation}, ${cost}`,
      (t, engine) => {
        const example = exampleCase(activation, deep, 500, cost);
        const trained = (each: Engine) => {
          const network = networkOf(each, example);
          network.train(example.inputs, example.labels, 10, sgd(0.01));
          return network.parameters();
        };
        const distance = greatestDistance(trained(portable), trained(engine));
        t.true(distance < 1e-3, `${distance}`);
      },
    );
  }

testTensorFlow('slopes at the kinks are those of the portable engine', (t, engine) => {
  // With weights of 0, s is the bias: at each kink, and beside it.
  const biases = [-1, -0.5, 0, 0.5, 1];
  for (const activation of activations) {
    const architecture = { layers: [1, biases.length, 2], activation, cost: 'crossEntropy' } as const;
    const parameters = {
      weights: [new Float32Array(biases.length), new Float32Array(2 * biases.length)],
      biases: [Float32Array.from(biases), new Float32Array(2)],
    };
    const [ours, theirs] = [portable, engine].map((each) => [
      ...at(each.create(architecture, parameters).forward(new Float32Array(1), new Uint8Array(1)).slopes, 0),
    ]);
    ours?.forEach((slope, k) => {
      const difference = Math.abs(slope - (theirs?.[k] ?? NaN));
      t.true(difference < 1e-6, `${activation} at ${biases[k]}: ${slope}, ${theirs?.[k]}`);
    });
  }
});

testTensorFlow('predictions are those of the portable engine', (t, engine) => {
  for (const activation of activations) {
    const example = exampleCase(activation, deep, 1200);
    const [ours, theirs] = [portable, engine].map(
      (each) => networkOf(each, example).evaluate(example.inputs, example.labels).predictions,
    );
    t.deepEqual(theirs, ours, activation);
  }
});

testTensorFlow('a training is the same in one piece and in several', (t, engine) => {
  const example = exampleCase('tanh', deep, 60);
  const [whole, pieces] = [networkOf(engine, example), networkOf(engine, example)];
  whole.train(example.inputs, example.labels, 10, sgd(0.1));
  for (let first = 0; first < 60; first += 20)
    pieces.train(...part(example, first, first + 20), 10, sgd(0.1));
  t.deepEqual(parameterBytes(pieces.parameters()), parameterBytes(whole.parameters()));
});

testTensorFlow(
  'a training ends at the first update that cannot be computed, with the parameters before it',
  (t, engine) => {
    const example = exampleCase('relu', deep, 100);
    // Only the fourth minibatch has a light in the first pixel, and the weights from there overflow together.
    example.inputs.forEach((_, k) => {
      if (k % 64 < 2) example.inputs[k] = Math.floor(k / 64) === 35 ? 1 : 0;
    });
    at(example.parameters.weights, 0).fill(3e38, 0, 2 * 60);
    const [network, before] = [networkOf(engine, example), networkOf(engine, example)];
    const trained = network.train(example.inputs, example.labels, 10, sgd(0.01));
    t.is(trained.updates, 3);
    t.is(trained.costs.length, 3);
    before.train(...part(example, 0, 30), 10, sgd(0.01));
    t.deepEqual(parameterBytes(network.parameters()), parameterBytes(before.parameters()));
    t.true(network.finite());
  },
);

testTensorFlow('finite says whether every parameter is a number', (t, engine) => {
  const example = exampleCase('tanh', deep, 1);
  t.true(networkOf(engine, example).finite());
  at(example.parameters.biases, 2)[1] = Infinity;
  t.false(networkOf(engine, example).finite());
});

testTensorFlow('what is loaded is what is read, and stays the caller’s', (t, engine) => {
  const example = exampleCase('tanh', deep, 10);
  const network = networkOf(engine, example);
  const first = parameterBytes(example.parameters);
  t.deepEqual(parameterBytes(network.parameters()), first);
  network.parameters().weights[0]?.fill(7);
  at(example.parameters.weights, 1).fill(7);
  t.deepEqual(parameterBytes(network.parameters()), first);
  network.load(example.parameters);
  const into = networkOf(engine, exampleCase('tanh', deep, 1)).parameters();
  t.is(network.parameters(into), into);
  t.deepEqual(parameterBytes(into), parameterBytes(example.parameters));
});

testTensorFlow('gradients that were lent cannot be read once the network is used again', (t, engine) => {
  const example = exampleCase('tanh', deep, 10);
  const network = networkOf(engine, example);
  const { weightGradients } = network.gradients(example.inputs, example.labels);
  t.is(at(weightGradients, 0)().length, 64 * 60);
  network.evaluate(example.inputs, example.labels);
  t.throws(at(weightGradients, 0), { message: /was used since/ });
});

testTensorFlow('thousands of updates, and everything else, leave no tensors behind', async (t, engine) => {
  const tf = await loadLibrary();
  const example = exampleCase('gelu', [6, 5, 4], 1500);
  const network = networkOf(engine, example);
  const use = () => {
    network.train(example.inputs, example.labels, 1, sgd(0.01));
    network.train(example.inputs, example.labels, 100, { kind: 'sgd', rate: network.parameters() });
    for (const rule of Object.values(rulesWithSlots))
      network.train(example.inputs, example.labels, 100, rule);
    network.gradients(example.inputs, example.labels);
    network.gradientVariance(example.inputs, example.labels, 100);
    network.forward(example.inputs, example.labels);
    network.evaluate(example.inputs, example.labels);
    network.load(network.parameters());
    network.curvature(example.inputs, example.labels);
  };
  use();
  const after = tf.memory().numTensors;
  use();
  t.is(tf.memory().numTensors, after);
});

testTensorFlow('wrong shapes are refused', (t, engine) => {
  const example = exampleCase('tanh', [4, 3, 2], 6);
  const network = networkOf(engine, example);
  const { inputs, labels } = example;
  const refused = { instanceOf: RangeError };
  t.throws(() => network.train(inputs, labels, 4, sgd(0.1)), refused);
  t.throws(() => network.forward(inputs.subarray(1), labels), refused);
  t.throws(
    () =>
      network.evaluate(
        inputs,
        labels.map(() => 2),
      ),
    refused,
  );
  t.throws(() => network.gradients(new Float32Array(), new Uint8Array()), refused);
  t.throws(() => engine.create({ ...example.architecture, layers: [4, 3, 3] }, example.parameters), refused);
});
