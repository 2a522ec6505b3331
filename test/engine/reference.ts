import type { Activation, Architecture, Parameters } from '../../src/engine/engine.js';
import { functions } from './functions.js';

/** The formulas in double precision, one example after the other: what the engines are compared with. */

export interface Layer {
  /** W[in][out] */
  readonly weights: readonly (readonly number[])[];
  readonly biases: readonly number[];
}

export interface ExampleForward {
  readonly inputs: readonly number[];
  /** s of every layer after the input. */
  readonly preActivations: readonly (readonly number[])[];
  /** h of every hidden layer, then P(class|x). */
  readonly activations: readonly (readonly number[])[];
  readonly cost: number;
  readonly prediction: number;
}

export interface MeanGradient {
  readonly weights: number[][];
  readonly biases: number[];
}

export function layersOf({ layers }: Architecture, { weights, biases }: Parameters): Layer[] {
  return weights.map((all, l) => {
    const fanOut = at(layers, l + 1);
    return {
      weights: Array.from({ length: at(layers, l) }, (_, i) => [
        ...all.subarray(i * fanOut, (i + 1) * fanOut),
      ]),
      biases: [...at(biases, l)],
    };
  });
}

export function forward(
  network: readonly Layer[],
  activation: Activation,
  inputs: readonly number[],
  label: number,
): ExampleForward {
  const preActivations: number[][] = [];
  const activations: number[][] = [];
  let h = inputs;
  network.forEach(({ weights, biases }, l) => {
    const s = biases.map((bias, o) => sum(h.map((value, i) => value * at(at(weights, i), o))) + bias);
    preActivations.push(s);
    h = l === network.length - 1 ? softmax(s) : s.map(functions[activation].value);
    activations.push([...h]);
  });
  const cost = -Math.log(at(h, label));
  return { inputs, preActivations, activations, cost, prediction: h.indexOf(Math.max(...h)) };
}

function softmax(s: readonly number[]): number[] {
  const e = s.map((value) => Math.exp(value - Math.max(...s)));
  return e.map((value) => value / sum(e));
}

/** ∂C/∂s of every layer after the input, C the example's cost. */
export function backward(
  network: readonly Layer[],
  activation: Activation,
  { preActivations, activations }: ExampleForward,
  label: number,
): number[][] {
  let d = at(activations, -1).map((p, c) => p - Number(c === label));
  const all = [d];
  for (let l = network.length - 1; l > 0; l--) {
    const propagated = at(network, l).weights.map((row) => sum(row.map((w, o) => w * at(d, o))));
    d = at(preActivations, l - 1).map((s, i) => at(propagated, i) * functions[activation].slope(s));
    all.unshift(d);
  }
  return all;
}

/** ∂C/∂W and ∂C/∂bias of every layer, C the mean cost of the examples. */
export function meanGradients(
  network: readonly Layer[],
  activation: Activation,
  examples: readonly (readonly number[])[],
  labels: Uint8Array,
): MeanGradient[] {
  const n = examples.length;
  const gradients = network.map(({ weights, biases }) => ({
    weights: weights.map((row) => row.map(() => 0)),
    biases: biases.map(() => 0),
  }));
  examples.forEach((x, b) => {
    const label = at(labels, b);
    const run = forward(network, activation, x, label);
    backward(network, activation, run, label).forEach((d, l) => {
      const h = l === 0 ? x : at(run.activations, l - 1);
      const { weights, biases } = at(gradients, l);
      weights.forEach((row, i) => {
        row.forEach((_, o) => (row[o] = at(row, o) + (at(h, i) * at(d, o)) / n));
      });
      biases.forEach((_, o) => (biases[o] = at(biases, o) + at(d, o) / n));
    });
  });
  return gradients;
}

/** θ − εg */
export function updated(
  network: readonly Layer[],
  gradients: readonly MeanGradient[],
  rate: number,
): Layer[] {
  return network.map(({ weights, biases }, l) => {
    const g = at(gradients, l);
    return {
      weights: weights.map((row, i) => row.map((w, o) => w - rate * at(at(g.weights, i), o))),
      biases: biases.map((bias, o) => bias - rate * at(g.biases, o)),
    };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** list[index], counted from the end where negative; it must be there. */
export function at<Item>(list: ArrayLike<Item>, index: number): Item {
  const item = list[index < 0 ? list.length + index : index];
  if (item === undefined) throw new RangeError(`there is nothing at ${index}`);
  return item;
}
