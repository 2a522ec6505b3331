import test from 'ava';
import fc from 'fast-check';
import {
  activations,
  costs,
  type Engine,
  type Network,
  normalisations,
  type Parameters,
} from '../../../src/engine/engine.js';
import { buildOf, serving, type UsableBuild } from '../../../src/engine/portable/builds.js';
import { type Arithmetic, arithmetics } from '../../../src/engine/portable/kernels.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import { bytesOf, parameterBytes } from '../compare.js';
import { type Case, exampleCase } from '../examples.js';
import { at } from '../lists.js';
import { sgd } from './networks.js';

const anyCase = fc.record({
  layers: fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 2, maxLength: 6 }),
  activation: fc.constantFrom(...activations),
  cost: fc.constantFrom(...costs),
  batch: fc.integer({ min: 1, max: 23 }),
  minibatches: fc.integer({ min: 1, max: 3 }),
  threads: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
  own: fc.boolean(),
  normalisation: fc.constantFrom(undefined, ...normalisations),
});

for (const arithmetic of arithmetics)
  test(`the build that serves has the bits of WebAssembly, whatever the network and the threads: ${arithmetic}`, (t) => {
    fc.assert(
      fc.property(anyCase, ({ layers, activation, cost, minibatches, threads, normalisation, ...asked }) => {
        // One example alone has no variance, and a normalised network has one rate.
        const batch = normalisation === 'batch' ? asked.batch + 1 : asked.batch;
        const own = asked.own && normalisation === undefined;
        const example = exampleCase(activation, layers, batch * minibatches, cost, normalisation);
        const rate = own ? ratesLike(example.parameters) : 0.05;
        const bytes = (build: UsableBuild, asked: () => number) =>
          allOf(portableEngine(arithmetic, asked, build), example, batch, rate);
        const [served, web] = [bytes(serving(arithmetic), inTurn(threads)), bytes(wasm(arithmetic), () => 1)];
        t.deepEqual(served, web);
      }),
      { numRuns: arithmetic === 'fma' ? 25 : 100 },
    );
  });

function wasm(arithmetic: Arithmetic): UsableBuild {
  const build = buildOf('wasm', arithmetic);
  if ('problem' in build) throw new Error(build.problem);
  return build;
}

/** Ever another number of threads, as when other processes come and go. */
function inTurn(threads: readonly number[]): () => number {
  let asked = 0;
  return () => at(threads, asked++ % threads.length);
}

function ratesLike({ weights, biases }: Parameters): Parameters {
  const rates = (values: Float32Array) => values.map((_, k) => (k % 11) / 100);
  return { weights: weights.map(rates), biases: biases.map(rates) };
}

/** Everything that a network gives out, before and after it is trained. */
function allOf(engine: Engine, example: Case, batch: number, rate: number | Parameters): readonly Buffer[] {
  const { architecture, parameters, inputs, labels } = example;
  const network = engine.create(architecture, parameters);
  const before = measured(network, example, batch);
  const { updates, costs: means, errors } = network.train(inputs, labels, batch, sgd(rate));
  const trained = [means, Float64Array.of(updates, ...errors)];
  return [
    ...before,
    bytesOf(...trained),
    parameterBytes(network.parameters()),
    ...measured(network, example, batch),
  ];
}

function measured(network: Network, { inputs, labels }: Case, batch: number): readonly Buffer[] {
  const forward = network.forward(inputs, labels);
  const { preActivations, activations: h, slopes } = forward;
  const ran = bytesOf(forward.costs, forward.predictions, ...preActivations, ...h, ...slopes);
  const gradients = network.gradients(inputs, labels);
  const back = bytesOf(...gradients.preActivationGradients, ...gradients.biasGradients);
  const weights = gradients.weightGradients.map((make) => bytesOf(make().slice()));
  const { costs: found, predictions } = network.evaluate(inputs, labels);
  const plain = network.architecture.normalisation === undefined;
  const second = plain ? secondOrder(network, inputs, labels, batch) : [];
  return [ran, back, ...weights, ...second, bytesOf(found, predictions)];
}

function secondOrder(
  network: Network,
  inputs: Float32Array,
  labels: Uint8Array,
  batch: number,
): readonly Buffer[] {
  const curvature = network.curvature(inputs, labels);
  const curved = curvature.weights.map((make) => bytesOf(make().slice()));
  const variance = parameterBytes(network.gradientVariance(inputs, labels, batch));
  return [...curved, bytesOf(...curvature.biases), variance];
}
