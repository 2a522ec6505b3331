import { createHash } from 'node:crypto';
import { activations, costs, normalisations, type UpdateRule } from '../engine.js';
import { groupsOf, initialNormalisers } from '../normalisers.js';
import type { Arithmetic, Kernels } from './kernels.js';
import { Rules } from './rules.js';
import { Workspace } from './workspace.js';

/** What a build of the kernels must compute before it is used: a few updates, and the functions. */

const expected: Readonly<Record<Arithmetic, string>> = {
  portable: 'd7a9dd759641ce14c5c9cdae8bf1e96ecb7d655f717371d3ba75c5dfd62ed8e5',
  fma: '5511a90fd8e7b313cc252aa34ade385889242e9828ff6fed353f47579891f9d5',
};

const layers = [35, 50, 18, 21, 5];
const [batch, updates] = [13, 4];
const plain: UpdateRule = { kind: 'sgd', rate: 0.125 };
const otherRules: readonly UpdateRule[] = [
  { kind: 'momentum', rate: 0.125, momentum: 0.75, nesterov: false },
  { kind: 'momentum', rate: 0.125, momentum: 0.75, nesterov: true },
  { kind: 'adam', rate: 0.125, beta1: 0.75, beta2: 0.875, epsilon: 2 ** -20 },
];

/** Why these kernels are not to be trusted; undefined where they are. */
export function wrongAnswer(instantiate: () => Kernels, arithmetic: Arithmetic): string | undefined {
  const answer = answerOf(instantiate);
  if (answer === expected[arithmetic]) return undefined;
  return `does not give the known answer ${expected[arithmetic]}, but ${answer}`;
}

function answerOf(instantiate: () => Kernels): string {
  const hash = createHash('sha256');
  activations.forEach((activation, k) => {
    const cost = costs[k % costs.length] ?? 'crossEntropy';
    const workspace = new Workspace(instantiate(), { layers, activation, cost });
    hash.update(trained(workspace, plain)).update(functions(workspace, k));
  });
  const tanh = { layers, activation: 'tanh', cost: 'crossEntropy' } as const;
  for (const rule of otherRules) hash.update(trained(new Workspace(instantiate(), tanh), rule));
  for (const normalisation of normalisations)
    for (const rule of [plain, ...otherRules])
      hash.update(trained(new Workspace(instantiate(), { ...tanh, normalisation }), rule));
  return hash.digest('hex');
}

/** All parameters after a few updates from simple numbers. */
function trained(workspace: Workspace, rule: UpdateRule): Uint8Array {
  const next = numbersFrom(1);
  const numbers = (length: number, scale: number) => Float32Array.from({ length }, () => scale * next());
  const { normalisation } = workspace.held;
  const sizes = layers.slice(1).map((fanOut, l) => [layers[l] ?? 0, fanOut] as const);
  workspace.load({
    weights: sizes.map(([fanIn, fanOut]) => numbers(fanIn * fanOut, 0.25)),
    biases: sizes.map(([, fanOut]) => numbers(fanOut, 0.25)),
    ...(normalisation === undefined ? {} : { normalisers: initialNormalisers(layers, normalisation) }),
  });
  const told = new Rules(workspace).take(rule);
  workspace.prepare(batch);
  for (let update = 0; update < updates; update++) {
    workspace.take(
      numbers(batch * (layers[0] ?? 0), 1),
      Uint8Array.from({ length: batch }, (_, b) => b % 5),
    );
    workspace.kernels.train(workspace.network, ...told);
  }
  const { weights, biases, normalisers } = workspace.parameters();
  const normalising = normalisers === undefined ? [] : groupsOf(normalisers).flatMap(([, hidden]) => hidden);
  return Buffer.concat([...weights, ...biases, ...normalising].map(({ buffer }) => new Uint8Array(buffer)));
}

/** exp, log and the activation on numbers of all sizes. */
function functions({ kernels, network }: Workspace, activation: number): Uint8Array {
  const numbers = new Float32Array(kernels.memory.buffer, kernels.rows(network) >>> 0, 256);
  const fill = () => numbers.forEach((_, k) => (numbers[k] = (k - 128) * 2 ** ((k % 64) - 40)));
  const after = (apply: () => void) => {
    fill();
    apply();
    return new Uint8Array(numbers.slice().buffer);
  };
  return Buffer.concat([
    after(() => kernels.applyActivation(activation, numbers.byteOffset, numbers.length)),
    after(() => {
      kernels.applySlope(activation, numbers.byteOffset, numbers.length);
    }),
    after(() => kernels.applyExp(numbers.byteOffset, numbers.length)),
    logs(kernels, numbers.byteOffset),
  ]);
}

function logs(kernels: Kernels, address: number): Uint8Array {
  const numbers = new Float64Array(kernels.memory.buffer, address, 128);
  numbers.forEach((_, k) => (numbers[k] = (k + 1) * 2 ** ((k % 64) - 32)));
  kernels.applyLog(address, numbers.length);
  return new Uint8Array(numbers.slice().buffer);
}

/** Numbers in [−1, 1) by a 32-bit linear congruential generator. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
