import type { Parameters } from '../../../src/engine/engine.js';
import { at } from '../reference.js';

/**
 * The arithmetic that the head of kernels.c defines, read literally: float32 numbers, every product and sum rounded, one
 * number at a time. The functions are the engine's own. Slow, and equal to the last bit.
 */

const r = Math.fround;
const add = (a: number, b: number) => r(a + b);
const times = (a: number, b: number) => r(a * b);

export interface Functions {
  readonly activation: (s: number) => number;
  /** f′(s) from h = f(s). */
  readonly slope: (h: number) => number;
  readonly exp: (x: number) => number;
}

/** tanh′ = (1 − h)(1 + h) */
export function tanhSlope(h: number): number {
  return times(r(1 - h), r(1 + h));
}

/** One update of a minibatch, `inputs` [examples][units]. */
export function definedUpdate(
  layers: readonly number[],
  parameters: Parameters,
  inputs: readonly (readonly number[])[],
  labels: Uint8Array,
  learningRate: number,
  functions: Functions,
): Parameters {
  const n = inputs.length;
  const last = layers.length - 2;
  const h: number[][][] = [inputs.map((x) => [...x])];
  parameters.weights.forEach((w, l) => {
    const s = at(h, l).map((x) => sums(x, w, at(parameters.biases, l)));
    h.push(
      l === last
        ? s.map((row) => softmax(row, functions.exp))
        : s.map((row) => row.map(functions.activation)),
    );
  });
  let d = at(h, -1).map((p, b) => p.map((value, c) => r(r(value - Number(c === at(labels, b))) / n)));
  const weights: Float32Array[] = [];
  const biases: Float32Array[] = [];
  for (let l = last; l >= 0; l--) {
    const w = at(parameters.weights, l);
    weights.unshift(updatedWeights(w, at(h, l), d, learningRate));
    biases.unshift(
      updatedWeights(
        at(parameters.biases, l),
        inputs.map(() => [1]),
        d,
        learningRate,
      ),
    );
    if (l > 0) {
      d = d.map((row, b) =>
        at(at(h, l), b).map((value, i) => times(propagated(row, w, i), functions.slope(value))),
      );
    }
  }
  return { weights, biases };
}

function sums(x: readonly number[], w: Float32Array, bias: Float32Array): number[] {
  return [...bias].map((value, o) =>
    add(
      x.reduce((sum, input, i) => add(sum, times(input, at(w, i * bias.length + o))), 0),
      value,
    ),
  );
}

function softmax(s: readonly number[], exp: (x: number) => number): number[] {
  const e = s.map((value) => exp(r(value - Math.max(...s))));
  const sum = e.reduce((total, value) => total + value, 0);
  return e.map((value) => r(value / sum));
}

/** Sixteen partial sums and the tree. */
function propagated(d: readonly number[], w: Float32Array, i: number): number {
  const p = new Array<number>(16).fill(0);
  d.forEach((value, o) => (p[o % 16] = add(at(p, o % 16), times(value, at(w, i * d.length + o)))));
  for (const half of [8, 4, 2, 1]) for (let j = 0; j < half; j++) p[j] = add(at(p, j), at(p, j + half));
  return at(p, 0);
}

function updatedWeights(
  w: Float32Array,
  h: readonly (readonly number[])[],
  d: readonly (readonly number[])[],
  learningRate: number,
): Float32Array {
  const fanOut = at(d, 0).length;
  return w.map((value, k) => {
    const [i, o] = [Math.floor(k / fanOut), k % fanOut];
    return h.reduce(
      (sum, x, b) => add(sum, times(times(-r(learningRate), at(x, i)), at(at(d, b), o))),
      value,
    );
  });
}
