import type { Architecture, Normalisers } from '../../src/engine/engine.js';
import type { Case } from './examples.js';
import { functions } from './functions.js';
import { at, sumOf } from './lists.js';
import { costs, outputGradient, softmax } from './outputs.js';
import { type Layer, layersOf, mean } from './reference.js';

/** The formulas of normalised networks in double precision, all examples of a minibatch together. */

/** Of each hidden layer, [units]. */
export type NormaliserNumbers = Readonly<Record<keyof Normalisers, readonly (readonly number[])[]>>;

export interface NormalisedNetwork {
  readonly architecture: Architecture;
  readonly layers: readonly Layer[];
  readonly normalisers: NormaliserNumbers;
}

/** [examples][units] */
type Values = readonly (readonly number[])[];

/** A normalised case's network as the reference has it. */
export function networkIn({ architecture, parameters }: Case): NormalisedNetwork {
  const numbers = (hidden: readonly Float32Array[] = []) => hidden.map((values) => [...values]);
  const { gains, shifts, means, variances } = parameters.normalisers ?? {};
  return {
    architecture,
    layers: layersOf(architecture, parameters),
    normalisers: {
      gains: numbers(gains),
      shifts: numbers(shifts),
      means: numbers(means),
      variances: numbers(variances),
    },
  };
}

interface Run {
  /** s of every layer after the input. */
  readonly preActivations: readonly Values[];
  /** h of every hidden layer, then P(class|x). */
  readonly activations: readonly Values[];
  readonly normals: readonly Normal[];
  /** f′(a) of every hidden layer. */
  readonly slopes: readonly Values[];
  readonly costs: readonly number[];
}

interface Normal {
  /** ŝ */
  readonly values: Values;
  /** ∂C/∂s from ∂C/∂ŝ. */
  readonly pulledBack: (gradient: Values) => Values;
}

/** ŝ of numbers by their own mean and variance; ∂ŝ_j/∂s_i = r([i = j] − 1/n − ŝ_i ŝ_j/n). */
function byTheirOwn(s: readonly number[]) {
  const m = mean(s);
  const r = 1 / Math.sqrt(mean(s.map((x) => (x - m) ** 2)) + 1e-5);
  const values = s.map((x) => (x - m) * r);
  const slope = (j: number, i: number) =>
    r * (Number(i === j) - 1 / s.length - (at(values, i) * at(values, j)) / s.length);
  return {
    values,
    pulledBack: (g: readonly number[]) => s.map((_, i) => sumOf(g.map((value, j) => value * slope(j, i)))),
  };
}

function overUnits(s: Values): Normal {
  const each = s.map(byTheirOwn);
  return {
    values: each.map(({ values }) => values),
    pulledBack: (g) => each.map(({ pulledBack }, b) => pulledBack(at(g, b))),
  };
}

function overExamples(s: Values): Normal {
  const { values, pulledBack } = overUnits(transposed(s));
  return { values: transposed(values), pulledBack: (g) => transposed(pulledBack(transposed(g))) };
}

function byRunning(s: Values, means: readonly number[], variances: readonly number[]): Normal {
  const scales = variances.map((variance) => 1 / Math.sqrt(variance + 1e-5));
  return {
    values: s.map((row) => row.map((x, o) => (x - at(means, o)) * at(scales, o))),
    pulledBack: (g) => g.map((row) => row.map((value, o) => value * at(scales, o))),
  };
}

function transposed(values: Values): number[][] {
  return at(values, 0).map((_, o) => values.map((row) => at(row, o)));
}

/** `training`: by the minibatch's own moments, where normalisation is over it. */
export function run(
  { architecture, layers, normalisers }: NormalisedNetwork,
  examples: Values,
  labels: Uint8Array,
  training: boolean,
): Run {
  const { value, slope } = functions[architecture.activation];
  const preActivations: Values[] = [];
  const activations: Values[] = [];
  const normals: Normal[] = [];
  const slopes: Values[] = [];
  let h = examples;
  for (const [l, { weights, biases }] of layers.entries()) {
    const s = h.map((row) =>
      biases.map((bias, o) => sumOf(row.map((x, i) => x * at(at(weights, i), o))) + bias),
    );
    preActivations.push(s);
    if (l === layers.length - 1) h = s.map(softmax);
    else {
      const running = () => byRunning(s, at(normalisers.means, l), at(normalisers.variances, l));
      const byBatch = () => (training ? overExamples(s) : running());
      const normal = architecture.normalisation === 'layer' ? overUnits(s) : byBatch();
      normals.push(normal);
      const a = normal.values.map((row) =>
        row.map((x, o) => at(at(normalisers.gains, l), o) * x + at(at(normalisers.shifts, l), o)),
      );
      slopes.push(a.map((row) => row.map(slope)));
      h = a.map((row) => row.map(value));
    }
    activations.push(h);
  }
  const costOf = costs[architecture.cost];
  return {
    ...{ preActivations, activations, normals, slopes },
    costs: h.map((p, b) => costOf(p, at(labels, b))),
  };
}

export interface NormalisedGradients {
  /** ∂C/∂s of every layer after the input, [examples][units], C each example's own cost. */
  readonly d: readonly Values[];
  /** Of the mean cost. */
  readonly layers: readonly Layer[];
  readonly gains: Values;
  readonly shifts: Values;
}

export function gradientsOf(
  network: NormalisedNetwork,
  examples: Values,
  labels: Uint8Array,
  training: boolean,
): NormalisedGradients {
  const { architecture, layers, normalisers } = network;
  const { activations, normals, slopes } = run(network, examples, labels, training);
  const n = examples.length;
  const sumOver = (values: Values) => transposed(values).map((column) => sumOf(column) / n);
  const gains: number[][] = [];
  const shifts: number[][] = [];
  let d: Values = at(activations, -1).map((p, b) => outputGradient(p, at(labels, b), architecture.cost));
  const all = [d];
  for (let l = layers.length - 1; l > 0; l--) {
    const { weights } = at(layers, l);
    const above = d;
    const a = at(slopes, l - 1).map((row, b) =>
      row.map((slope, i) => slope * sumOf(at(weights, i).map((w, o) => w * at(at(above, b), o)))),
    );
    const normal = at(normals, l - 1);
    gains.unshift(sumOver(a.map((row, b) => row.map((x, o) => x * at(at(normal.values, b), o)))));
    shifts.unshift(sumOver(a));
    d = normal.pulledBack(a.map((row) => row.map((x, o) => x * at(at(normalisers.gains, l - 1), o))));
    all.unshift(d);
  }
  const below = [examples, ...activations];
  return {
    d: all,
    layers: layers.map(({ weights, biases }, l) => ({
      weights: weights.map((row, i) =>
        row.map((_, o) => sumOf(at(all, l).map((dl, b) => at(dl, o) * at(at(at(below, l), b), i))) / n),
      ),
      biases: biases.map((_, o) => sumOf(at(all, l).map((dl) => at(dl, o))) / n),
    })),
    ...{ gains, shifts },
  };
}

/** What is learned, or its gradient: gains and shifts stand as layers of one input behind the others. */
type Learned = readonly Layer[];

export function learnedIn({ layers, normalisers }: NormalisedNetwork): Learned {
  return stacked({ layers, ...normalisers });
}

function stacked({
  layers,
  gains,
  shifts,
}: Pick<NormalisedGradients, 'layers' | 'gains' | 'shifts'>): Learned {
  return [...layers, ...gains.map((row, l) => ({ weights: [row], biases: at(shifts, l) }))];
}

/** One update of what is learned, by a rule, and the running moments a tenth of the way to what was seen. */
export function trained(
  network: NormalisedNetwork,
  examples: Values,
  labels: Uint8Array,
  follow: (learned: Learned, gradient: Learned) => Learned,
): NormalisedNetwork {
  const { architecture, layers, normalisers } = network;
  const learned = follow(learnedIn(network), stacked(gradientsOf(network, examples, labels, true)));
  const { preActivations } = run(network, examples, labels, true);
  const towards = (values: Values, seen: (column: readonly number[]) => number) =>
    values.map((row, l) => {
      const columns = transposed(at(preActivations, l));
      return row.map((value, o) => 0.9 * value + 0.1 * seen(at(columns, o)));
    });
  const unbiased = (column: readonly number[]) =>
    sumOf(column.map((x) => (x - mean(column)) ** 2)) / (column.length - 1);
  const hidden = learned.slice(layers.length);
  return {
    architecture,
    layers: learned.slice(0, layers.length),
    normalisers: {
      gains: hidden.map(({ weights }) => at(weights, 0)),
      shifts: hidden.map(({ biases }) => biases),
      means: towards(normalisers.means, mean),
      variances: towards(normalisers.variances, unbiased),
    },
  };
}
