import { readFileSync } from 'node:fs';
import type { Architecture, Network } from '../src/engine/engine.js';
import { portableEngine } from '../src/engine/portable/portable.js';
import type { BenchRow } from './row.js';

/** The paper's deepest network and minibatch. */
const architecture: Architecture = {
  layers: [1024, 1000, 1000, 1000, 1000, 1000, 9],
  activation: 'tanh',
  cost: 'crossEntropy',
};
const rule = { kind: 'sgd', rate: 0.01 } as const;
const batch = 10;
const examples = 300;
const updates = examples / batch;
const rounds = 8;

/** The portable engine on one core, next to the machine's own limit, measured between the rounds. */
export async function bench(): Promise<readonly BenchRow[]> {
  const network = aNetwork();
  const [inputs, labels] = someExamples();
  const limit = await multiplyAddLimit();
  const work = {
    update: () => network.train(inputs, labels, batch, rule),
    forward: () => network.forward(inputs, labels),
    evaluate: () => network.evaluate(inputs, labels),
    gradients: () => network.gradients(inputs, labels),
  };
  for (const run of [...Object.values(work), ...Object.values(work)]) run();
  const seconds = {
    update: [] as number[],
    forward: [] as number[],
    evaluate: [] as number[],
    gradients: [] as number[],
  };
  const limits: number[] = [];
  for (let round = 0; round < rounds; round++) {
    limits.push(limit());
    for (const name of ['update', 'forward', 'evaluate', 'gradients'] as const)
      seconds[name].push(secondsOf(work[name]));
  }
  return rowsOf(seconds, Math.max(...limits));
}

function rowsOf(
  seconds: Readonly<Record<'update' | 'forward' | 'evaluate' | 'gradients', readonly number[]>>,
  limit: number,
): BenchRow[] {
  const perUpdate = seconds.update.map((s) => s / updates);
  const speed = updateOperations() / Math.min(...perUpdate) / 1e9;
  return [
    {
      what: 'portable: update, best',
      value: 1e3 * Math.min(...perUpdate),
      unit: 'ms',
      note: 'tanh, 1024-1000×5-9, batch 10',
    },
    { what: 'portable: update, median', value: 1e3 * median(perUpdate), unit: 'ms' },
    { what: 'portable: update, best', value: speed, unit: 'GFLOP/s' },
    {
      what: 'this machine: 128-bit multiply, then add',
      value: limit / 1e9,
      unit: 'GFLOP/s',
      note: 'WebAssembly, no memory',
    },
    { what: 'portable: update, of that limit', value: (100 * speed * 1e9) / limit, unit: '%' },
    {
      what: 'portable: forward, every layer',
      value: examples / Math.min(...seconds.forward),
      unit: 'examples/s',
    },
    { what: 'portable: evaluate', value: examples / Math.min(...seconds.evaluate), unit: 'examples/s' },
    {
      what: `portable: gradients on ${examples} examples`,
      value: 1e3 * Math.min(...seconds.gradients),
      unit: 'ms',
    },
  ];
}

/** Multiplications and additions: each weight forward and in the update, and backward but for the first layer's. */
function updateOperations(): number {
  const weights = architecture.layers.slice(1).map((units, l) => units * (architecture.layers[l] ?? 0));
  return 2 * batch * weights.reduce((sum, count, l) => sum + count * (l === 0 ? 2 : 3), 0);
}

/** Numbers in [−1, 1), the same in every run. */
function numbers(length: number, scale: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return scale * (state / 2 ** 31 - 1);
  });
}

function aNetwork(): Network {
  const sizes = architecture.layers
    .slice(1)
    .map((fanOut, l) => [architecture.layers[l] ?? 0, fanOut] as const);
  return portableEngine('portable', () => 1).create(architecture, {
    weights: sizes.map(([fanIn, fanOut]) => numbers(fanIn * fanOut, Math.sqrt(6 / (fanIn + fanOut)))),
    biases: sizes.map(([, fanOut]) => new Float32Array(fanOut)),
  });
}

function someExamples(): [Float32Array, Uint8Array] {
  const [inputs = 0] = architecture.layers;
  return [numbers(examples * inputs, 1), Uint8Array.from({ length: examples }, (_, b) => b % 9)];
}

function secondsOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1e3;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

// Node's own types leave WebAssembly to the browser's; these are the parts used here.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array): Promise<{ readonly instance: { readonly exports: unknown } }>;
};

/** Measures, when called, floating-point operations per second of dependent sums in registers. */
async function multiplyAddLimit(): Promise<() => number> {
  const file = new URL('../../bench/multiplyAdd.wasm', import.meta.url);
  const { instance } = await WebAssembly.instantiate(readFileSync(file));
  // The file is built from multiplyAdd.c, whose exports these are.
  const { multiplyAdd, operations } = instance.exports as {
    multiplyAdd: (rounds: number, factor: number, term: number) => number;
    operations: () => number;
  };
  const loops = 1e6;
  for (let warming = 0; warming < 5; warming++) multiplyAdd(loops, 0.5, 0.5);
  return () => (operations() * loops) / secondsOf(() => multiplyAdd(loops, 0.5, 0.5));
}
