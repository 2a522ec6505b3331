import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { JsonObject } from '../src/artifact/json.js';
import type { EngineName } from '../src/engine/choice.js';
import type { Arithmetic } from '../src/engine/portable/kernels.js';
import type { Network } from '../src/engine/engine.js';
import { openEngine } from '../src/engine/open.js';
import { decodeTensors, tensorOf } from '../src/artifact/tensors.js';
import { BadInput, problemText } from '../src/stage/problem.js';
import { architecture, batch, initialParameters, learningRate, someExamples } from './network.js';

/**
 * One of our engines as a program that is spoken to as a peer is (bench/peers/protocol.py), and that also knows
 * `evaluate N`, `gradients N`: milliseconds for N examples.   engine-process.js NUMBERS ENGINE ARITHMETIC THREADS
 */

const [file = '', engine, arithmetic, threads] = process.argv.slice(2);
// The benchmark passes names that it took from the engine's own lists.
const choice = { engine: engine as EngineName, arithmetic: arithmetic as Arithmetic };
const opened = await openEngine(choice, () => Number(threads)).catch((error: unknown) => {
  if (!(error instanceof BadInput)) throw error;
  console.error(error.problems.map(problemText).join(' '));
  process.exit(2);
});
const network = opened.create(architecture, initialParameters());
const numbers = decodeTensors(readFileSync(file));
const inputs = tensorOf(numbers, 'inputs', 'F32').data;
const labels = tensorOf(numbers, 'labels', 'U8').data;
const minibatches = labels.length / batch;
let position = 0;

/** Whole passes over the minibatches are one call, as a training's chunks are. */
function train(count: number): number {
  const start = performance.now();
  for (let left = count; left > 0;) {
    const first = position % minibatches;
    const updates = Math.min(left, minibatches - first);
    update(network, first, updates);
    position += updates;
    left -= updates;
  }
  return performance.now() - start;
}

function update(on: Network, first: number, updates: number): void {
  const [from, to] = [first * batch, (first + updates) * batch];
  const width = inputs.length / labels.length;
  on.train(inputs.subarray(from * width, to * width), labels.subarray(from, to), batch, {
    kind: 'sgd',
    rate: learningRate,
  });
}

function check(): number {
  train(minibatches);
  const { costs } = network.evaluate(inputs, labels);
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

const examples = new Map<number, ReturnType<typeof someExamples>>();

function timed(work: 'evaluate' | 'gradients', count: number): number {
  const given = examples.get(count) ?? someExamples(count);
  examples.set(count, given);
  const start = performance.now();
  network[work](given.inputs, given.labels);
  return performance.now() - start;
}

function answer(command: string | undefined, count: number): JsonObject {
  if (command === 'check') return { cost: check() };
  if (command === 'evaluate' || command === 'gradients') return { milliseconds: timed(command, count) };
  return { milliseconds: train(count) };
}

console.log('{}');
for await (const line of createInterface({ input: process.stdin })) {
  const [command, count] = line.split(' ');
  console.log(JSON.stringify(answer(command, Number(count))));
}
