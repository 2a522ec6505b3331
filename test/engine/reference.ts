import type { Architecture, Parameters } from '../../src/engine/engine.js';
import { at, sumOf } from './lists.js';
import { costs, outputCurvature, outputGradient, softmax } from './outputs.js';
import { functions } from './functions.js';

/** The formulas in double precision, one example after the other: what the engines are compared with. */

type Formulas = Pick<Architecture, 'activation' | 'cost'>;

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
  /** f′(s) of every hidden layer. */
  readonly slopes: readonly (readonly number[])[];
  readonly cost: number;
  readonly prediction: number;
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
  { activation, cost }: Formulas,
  inputs: readonly number[],
  label: number,
): ExampleForward {
  const { value, slope } = functions[activation];
  const preActivations: number[][] = [];
  const activations: number[][] = [];
  let h = inputs;
  network.forEach(({ weights, biases }, l) => {
    const s = biases.map((bias, o) => sumOf(h.map((x, i) => x * at(at(weights, i), o))) + bias);
    preActivations.push(s);
    h = l === network.length - 1 ? softmax(s) : s.map(value);
    activations.push([...h]);
  });
  return {
    ...{ inputs, preActivations, activations },
    slopes: preActivations.slice(0, -1).map((s) => s.map(slope)),
    cost: costs[cost](h, label),
    prediction: h.indexOf(Math.max(...h)),
  };
}

/** ∂C/∂s of every layer after the input, C the example's cost. */
export function backward(
  network: readonly Layer[],
  { cost }: Formulas,
  { activations, slopes }: ExampleForward,
  label: number,
): number[][] {
  return propagated(network, outputGradient(at(activations, -1), label, cost), slopes);
}

/** ∂²C/∂s² of every layer after the input, in the positive approximation. */
function backwardCurvature(
  network: readonly Layer[],
  { cost }: Formulas,
  { activations, slopes }: ExampleForward,
): number[][] {
  const squared = network.map(({ weights, biases }) => ({ weights: weights.map(squares), biases }));
  return propagated(squared, outputCurvature(at(activations, -1), cost), slopes.map(squares));
}

/** From d of the output: d_i = f′(s_i) Σ_o W_io d_o for every layer below. */
function propagated(
  network: readonly Layer[],
  output: number[],
  slopes: readonly (readonly number[])[],
): number[][] {
  let d = output;
  const all = [d];
  for (let l = network.length - 1; l > 0; l--) {
    const sums = at(network, l).weights.map((row) => sumOf(row.map((w, o) => w * at(d, o))));
    d = at(slopes, l - 1).map((slope, i) => at(sums, i) * slope);
    all.unshift(d);
  }
  return all;
}

function squares(values: readonly number[]): number[] {
  return values.map((value) => value * value);
}

/** ∂C/∂W and ∂C/∂bias of every layer, C the mean cost of the examples. */
export function meanGradients(
  network: readonly Layer[],
  formulas: Formulas,
  examples: readonly (readonly number[])[],
  labels: Uint8Array,
): Layer[] {
  return meansOf(network, examples, (x, b) => {
    const run = forward(network, formulas, x, at(labels, b));
    const d = backward(network, formulas, run, at(labels, b));
    return { below: [x, ...run.activations], d };
  });
}

/** ∂²C/∂W² and ∂²C/∂bias² of every layer, C the mean cost of the examples, in the positive approximation. */
export function meanCurvature(
  network: readonly Layer[],
  formulas: Formulas,
  examples: readonly (readonly number[])[],
  labels: Uint8Array,
): Layer[] {
  return meansOf(network, examples, (x, b) => {
    const run = forward(network, formulas, x, at(labels, b));
    return { below: [x, ...run.activations].map(squares), d: backwardCurvature(network, formulas, run) };
  });
}

/** The means over the examples of below_i d_o, and of d_o. */
function meansOf(
  network: readonly Layer[],
  examples: readonly (readonly number[])[],
  factorsOf: (x: readonly number[], b: number) => { below: readonly (readonly number[])[]; d: number[][] },
): Layer[] {
  const factors = examples.map(factorsOf);
  return network.map(({ weights, biases }, l) => ({
    weights: weights.map((row, i) =>
      row.map((_, o) => mean(factors.map(({ below, d }) => at(at(below, l), i) * at(at(d, l), o)))),
    ),
    biases: biases.map((_, o) => mean(factors.map(({ d }) => at(at(d, l), o)))),
  }));
}

/** θ − ρg */
export function updated(
  network: readonly Layer[],
  gradients: readonly Layer[],
  rate: number | readonly Layer[],
): Layer[] {
  const rates = typeof rate === 'number' ? combined([network], () => rate) : rate;
  return combined(
    [network, gradients, rates],
    ([parameter = NaN, g = NaN, own = NaN]) => parameter - own * g,
  );
}

/** The population variance of each parameter's gradients. */
export function variances(gradients: readonly (readonly Layer[])[]): Layer[] {
  return combined(gradients, (all) => mean(all.map((g) => (g - mean(all)) ** 2)));
}

/** One network of numbers from several, each from those in its place. */
export function combined(
  networks: readonly (readonly Layer[])[],
  combine: (values: readonly number[]) => number,
): Layer[] {
  const numberAt = (l: number, place: (layer: Layer) => number) =>
    combine(networks.map((network) => place(at(network, l))));
  return at(networks, 0).map(({ weights, biases }, l) => ({
    weights: weights.map((row, i) => row.map((_, o) => numberAt(l, (layer) => at(at(layer.weights, i), o)))),
    biases: biases.map((_, o) => numberAt(l, (layer) => at(layer.biases, o))),
  }));
}

export function mean(values: readonly number[]): number {
  return sumOf(values) / values.length;
}
