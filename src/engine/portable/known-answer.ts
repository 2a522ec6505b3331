import { createHash } from 'node:crypto';
import { activations, costs } from '../engine.js';
import type { Arithmetic, Kernels } from './kernels.js';
import { Workspace } from './workspace.js';

/** What a build of the kernels must compute before it is used: a few updates, and the functions. */

const expected: Readonly<Record<Arithmetic, string>> = {
  portable: '7ad4380ee5952fbdd9f65aaaafad4497160ae2f3fa5c933b455d5ccca84dc0df',
  fma: '6eb798c9949bce381137f775a4aba5b5a2365990b3dc3fe15ea644ba44511668',
};

const layers = [35, 50, 18, 21, 5];
const [batch, updates] = [13, 4];

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
    hash.update(trained(workspace)).update(functions(workspace, k));
  });
  return hash.digest('hex');
}

/** All parameters after a few updates from simple numbers. */
function trained(workspace: Workspace): Uint8Array {
  const next = numbersFrom(1);
  const numbers = (length: number, scale: number) => Float32Array.from({ length }, () => scale * next());
  const sizes = layers.slice(1).map((fanOut, l) => [layers[l] ?? 0, fanOut] as const);
  workspace.load({
    weights: sizes.map(([fanIn, fanOut]) => numbers(fanIn * fanOut, 0.25)),
    biases: sizes.map(([, fanOut]) => numbers(fanOut, 0.25)),
  });
  workspace.prepare(batch);
  for (let update = 0; update < updates; update++) {
    workspace.take(
      numbers(batch * (layers[0] ?? 0), 1),
      Uint8Array.from({ length: batch }, (_, b) => b % 5),
    );
    workspace.kernels.train(workspace.network, 0.125, 0);
  }
  const { weights, biases } = workspace.parameters();
  return Buffer.concat([...weights, ...biases].map(({ buffer }) => new Uint8Array(buffer)));
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
