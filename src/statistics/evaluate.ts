import { setImmediate } from 'node:timers/promises';
import type { MinibatchReader } from '../data/minibatches.js';
import { checkCount, minibatchReader } from '../data/minibatches.js';
import { type Examples, valuesPerExample } from '../data/examples.js';
import type { Network } from '../engine/engine.js';

/** Examples as they are evaluated: the first `count`, in their own order. */
export interface EvaluationSet {
  readonly count: number;
  readonly width: number;
  readonly read: MinibatchReader;
}

export interface Evaluation {
  readonly count: number;
  /** Mean of the network's cost. */
  readonly cost: number;
  /** How many examples are given another class than theirs. */
  readonly errors: number;
  readonly labels: Uint8Array;
  readonly predictions: Uint8Array;
}

/** Few enough that the event loop has its turn several times a second, at the paper's size. */
const sliceLength = 100;

/** Throws BadInput where there are fewer than `count` examples. */
export function evaluationSet(examples: Examples, count: number): EvaluationSet {
  checkCount(examples, count);
  const read = minibatchReader(examples, { seed: 0, order: 'sequential' });
  return { count, width: valuesPerExample(examples.description), read };
}

/** Evaluates slice by slice; before each, `turn` is told how many examples are done, and may end the work by throwing. */
export async function evaluate(
  network: Network,
  { count, width, read }: EvaluationSet,
  turn: (done: number) => void = () => undefined,
): Promise<Evaluation> {
  const inputs = new Float32Array(sliceLength * width);
  const labels = new Uint8Array(count);
  const predictions = new Uint8Array(count);
  let cost = 0;
  for (let first = 0; first < count; first += sliceLength) {
    turn(first);
    const slice = labels.subarray(first, first + sliceLength);
    const sliceInputs = inputs.subarray(0, slice.length * width);
    read(first, sliceInputs, slice);
    const evaluated = network.evaluate(sliceInputs, slice);
    for (const exampleCost of evaluated.costs) cost += exampleCost;
    predictions.set(evaluated.predictions, first);
    await setImmediate();
  }
  const errors = predictions.reduce((sum, predicted, i) => sum + (predicted === labels[i] ? 0 : 1), 0);
  return { count, cost: cost / count, errors, labels, predictions };
}
