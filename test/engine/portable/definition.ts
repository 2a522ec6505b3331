import type { Architecture, Parameters } from '../../../src/engine/engine.js';
import { at } from '../lists.js';
import { fused } from './fused.js';

/**
 * The arithmetic that the head of kernels.c defines, read literally: float32 numbers, every product and sum rounded, one
 * number at a time. The functions are the engine's own. Slow, and equal to the last bit.
 */

const r = Math.fround;
const add = (a: number, b: number) => r(a + b);
const times = (a: number, b: number) => r(a * b);

/** a·b + c: the product rounded by itself, or not. */
export const multiplyAdd = { portable: (a: number, b: number, c: number) => add(times(a, b), c), fma: fused };

export interface Functions {
  readonly activation: (s: number) => number;
  readonly exp: (x: number) => number;
  readonly multiplyAdd: (a: number, b: number, c: number) => number;
}

/** f′(s), from s and h = f(s). */
const slopes = {
  tanh: (_s: number, h: number) => times(r(1 - h), add(1, h)),
  relu: (s: number) => Number(s > 0),
  elu: (s: number, h: number) => (s < 0 ? add(h, 1) : 1),
};
type Defined = Architecture & { readonly activation: keyof typeof slopes };

/** ε, or what becomes of number k of a layer's weights or biases with the mean gradient g. */
type Rate = number | Follow;
export type Follow = (
  part: 'weights' | 'biases',
  l: number,
) => (value: number, g: number, k: number) => number;

/** One update of a minibatch, `inputs` [examples][units]. */
export function definedUpdate(
  { activation, cost, layers }: Defined,
  parameters: Parameters,
  inputs: readonly (readonly number[])[],
  labels: Uint8Array,
  rate: Rate,
  functions: Functions,
): Parameters {
  const last = layers.length - 2;
  const h: number[][][] = [inputs.map((x) => [...x])];
  const s: number[][][] = parameters.weights.map((w, l) => {
    const all = at(h, l).map((x) => sums(x, w, at(parameters.biases, l), functions));
    h.push(all.map((row) => (l === last ? softmax(row, functions.exp) : row.map(functions.activation))));
    return all;
  });
  let d = at(h, -1).map((p, b) =>
    outputGradients[cost](p, at(labels, b)).map((value) => r(value / inputs.length)),
  );
  const weights: Float32Array[] = [];
  const biases: Float32Array[] = [];
  for (let l = last; l >= 0; l--) {
    const w = at(parameters.weights, l);
    const ones = inputs.map(() => [1]);
    const rateOf = (of: 'weights' | 'biases') => (typeof rate === 'number' ? rate : rate(of, l));
    weights.unshift(updated(w, at(h, l), d, rateOf('weights'), functions));
    biases.unshift(updated(at(parameters.biases, l), ones, d, rateOf('biases'), functions));
    if (l > 0) {
      d = d.map((row, b) =>
        at(at(h, l), b).map((value, i) =>
          times(propagated(row, w, i, functions), slopes[activation](at(at(at(s, l - 1), b), i), value)),
        ),
      );
    }
  }
  return { weights, biases };
}

function sums(
  x: readonly number[],
  w: Float32Array,
  bias: Float32Array,
  { multiplyAdd }: Functions,
): number[] {
  return [...bias].map((value, o) =>
    add(
      x.reduce((sum, input, i) => multiplyAdd(input, at(w, i * bias.length + o), sum), 0),
      value,
    ),
  );
}

function softmax(s: readonly number[], exp: (x: number) => number): number[] {
  const e = s.map((value) => exp(r(value - Math.max(...s))));
  const sum = e.reduce((total, value) => total + value, 0);
  return e.map((value) => r(value / sum));
}

const outputGradients: Record<Architecture['cost'], (p: readonly number[], label: number) => number[]> = {
  crossEntropy: (p, label) => p.map((value, c) => r(value - Number(c === label))),
  quadratic: (p, label) => {
    const e = p.map((value, c) => value - Number(c === label));
    const mean = p.reduce((sum, value, c) => sum + value * at(e, c), 0);
    return p.map((value, c) => r(value * (at(e, c) - mean)));
  },
};

/** Sixteen partial sums and the tree. */
function propagated(d: readonly number[], w: Float32Array, i: number, { multiplyAdd }: Functions): number {
  const p = new Array<number>(16).fill(0);
  d.forEach((value, o) => (p[o % 16] = multiplyAdd(value, at(w, i * d.length + o), at(p, o % 16))));
  for (const half of [8, 4, 2, 1]) for (let j = 0; j < half; j++) p[j] = add(at(p, j), at(p, j + half));
  return at(p, 0);
}

/** With one rate its product with each input comes first; with another rule the mean gradient does. */
function updated(
  w: Float32Array,
  h: readonly (readonly number[])[],
  d: readonly (readonly number[])[],
  rate: number | ReturnType<Follow>,
  { multiplyAdd }: Functions,
): Float32Array {
  const fanOut = at(d, 0).length;
  return w.map((value, k) => {
    const [i, o] = [Math.floor(k / fanOut), k % fanOut];
    const descent = (from: number, factor: number) =>
      h.reduce((sum, x, b) => multiplyAdd(times(factor, at(x, i)), at(at(d, b), o), sum), from);
    if (typeof rate === 'number') return descent(value, -r(rate));
    return rate(value, descent(0, 1), k);
  });
}
