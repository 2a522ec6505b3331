import test from 'ava';
import {
  activations,
  type Activation,
  type Adam,
  type Momentum,
  type Parameters,
  type UpdateRule,
} from '../../../src/engine/engine.js';
import { zeroParameters } from '../../../src/engine/parameters.js';
import { wasmKernels } from '../../../src/engine/portable/wasm.js';
import type { Arithmetic } from '../../../src/engine/portable/kernels.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import { exampleCase, examplesOf } from '../examples.js';
import { byAdam, byMomentum, byRates } from './defined-rules.js';
import { definedUpdate, type Follow, multiplyAdd, type Functions } from './definition.js';

const kernels = wasmKernels('portable');
const network = kernels.create(0, 0, 4);
kernels.prepare(network, 1, 1);
const numbers = new Float32Array(kernels.memory.buffer, kernels.rows(network), 4);

/** One number through one of the kernels' functions. */
function applied(apply: (address: number, count: number) => void, x: number): number {
  numbers.fill(x);
  apply(numbers.byteOffset, numbers.length);
  return numbers[0] ?? NaN;
}

function functionsOf(activation: Activation, arithmetic: Arithmetic): Functions {
  return {
    multiplyAdd: multiplyAdd[arithmetic],
    activation: (s) =>
      applied((address, count) => {
        kernels.applyActivation(activations.indexOf(activation), address, count);
      }, s),
    exp: (x) =>
      applied((address, count) => {
        kernels.applyExp(address, count);
      }, x),
  };
}

/** Rates in [0, 0.16). */
function ratesLike({ weights, biases }: Parameters): Parameters {
  const rates = (values: Float32Array) => values.map((_, k) => (k % 17) / 100);
  return { weights: weights.map(rates), biases: biases.map(rates) };
}

interface DefinedRule {
  readonly rule: UpdateRule;
  /** As the definition has update t, from 1. */
  readonly defined: (t: number) => number | Follow;
}

const momentum: Momentum = { kind: 'momentum', rate: 0.1, momentum: 0.9, nesterov: false };
const adam: Adam = { kind: 'adam', rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** What a training of these parameters by each rule is. */
const rules = {
  'one rate': () => ({ rule: { kind: 'sgd', rate: 0.1 }, defined: () => 0.1 }),
  'a rate for each parameter': (parameters, arithmetic) => {
    const rates = ratesLike(parameters);
    return { rule: { kind: 'sgd', rate: rates }, defined: () => byRates(rates, multiplyAdd[arithmetic]) };
  },
  momentum: (_, arithmetic, layers) => withMomentum(momentum, arithmetic, layers),
  "Nesterov's momentum": (_, arithmetic, layers) =>
    withMomentum({ ...momentum, nesterov: true }, arithmetic, layers),
  Adam: (_, arithmetic, layers) => {
    const moments = [zeroParameters({ layers }), zeroParameters({ layers })] as const;
    return { rule: adam, defined: (t) => byAdam(adam, t, moments, multiplyAdd[arithmetic]) };
  },
} as const satisfies Record<
  string,
  (parameters: Parameters, arithmetic: Arithmetic, layers: readonly number[]) => DefinedRule
>;

function withMomentum(rule: Momentum, arithmetic: Arithmetic, layers: readonly number[]): DefinedRule {
  const velocity = zeroParameters({ layers });
  return { rule, defined: () => byMomentum(rule, velocity, multiplyAdd[arithmetic]) };
}

const variants = [
  { arithmetic: 'portable', activation: 'tanh', cost: 'crossEntropy', batches: [1, 2, 7, 10, 64] },
  { arithmetic: 'portable', activation: 'relu', cost: 'quadratic', batches: [1, 10] },
  { arithmetic: 'portable', activation: 'elu', cost: 'quadratic', batches: [7] },
  { arithmetic: 'portable', activation: 'elu', cost: 'crossEntropy', batches: [10] },
  { arithmetic: 'fma', activation: 'tanh', cost: 'crossEntropy', batches: [1, 10] },
  { arithmetic: 'fma', activation: 'elu', cost: 'quadratic', batches: [7] },
] as const;

for (const { arithmetic, activation, cost, batches } of variants)
  for (const batch of batches)
    for (const [name, ruleOf] of Object.entries(rules))
      test(`three updates are the defined arithmetic, bit for bit: ${arithmetic}, ${activation}, ${cost}, ${name}, minibatches of ${batch}`, (t) => {
        const example = exampleCase(activation, [35, 70, 18, 21, 5], 3 * batch, cost);
        const architecture = { ...example.architecture, activation };
        const { rule, defined: followed } = ruleOf(example.parameters, arithmetic, architecture.layers);
        const examples = examplesOf(example);
        let defined = example.parameters;
        for (let first = 0; first < 3 * batch; first += batch) {
          const labels = example.labels.subarray(first, first + batch);
          const inputs = examples.slice(first, first + batch);
          defined = definedUpdate(
            architecture,
            defined,
            inputs,
            labels,
            followed(first / batch + 1),
            functionsOf(activation, arithmetic),
          );
        }
        const trained = portableEngine(arithmetic, () => 1).create(architecture, example.parameters);
        t.is(trained.train(example.inputs, example.labels, batch, rule).updates, 3);
        t.deepEqual(trained.parameters(), defined);
      });
