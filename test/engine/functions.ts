import type { Activation } from '../../src/engine/engine.js';

/** The activations and their slopes in double precision, from their formulas. */

interface TrueFunction {
  readonly value: (s: number) => number;
  /** f′(s); at a kink the lesser of both sides'. */
  readonly slope: (s: number) => number;
}

const [selu, seluAlpha] = [1.0507009873554805, 1.6732632423543772];

export const functions: Readonly<Record<Activation, TrueFunction>> = {
  sigmoid: { value: sigmoid, slope: (s) => sigmoid(s) * sigmoid(-s) },
  tanh: { value: Math.tanh, slope: tanhSlope },
  softsign: { value: (s) => s / (1 + Math.abs(s)), slope: (s) => 1 / (1 + Math.abs(s)) ** 2 },
  linear: { value: (s) => s, slope: () => 1 },
  relu: { value: (s) => (s > 0 ? s : 0), slope: (s) => (s > 0 ? 1 : 0) },
  leakyRelu: { value: (s) => (s > 0 ? s : 0.01 * s), slope: (s) => (s > 0 ? 1 : 0.01) },
  elu: { value: elu, slope: (s) => (s < 0 ? Math.exp(s) : 1) },
  selu: {
    value: (s) => selu * (s < 0 ? seluAlpha : 1) * elu(s),
    slope: (s) => selu * (s < 0 ? seluAlpha * Math.exp(s) : 1),
  },
  gelu: { value: (s) => s * normal(s), slope: (s) => normal(s) + (Math.abs(s) > 40 ? 0 : s * density(s)) },
  silu: { value: (s) => s * sigmoid(s), slope: (s) => sigmoid(s) * (1 + s * sigmoid(-s)) },
  softplus: { value: (s) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s))), slope: sigmoid },
  hardTanh: {
    value: (s) => (s < -1 ? -1 : s > 1 ? 1 : s),
    slope: (s) => (Math.abs(s) < 1 ? 1 : 0),
  },
  scaledTanh: {
    value: (s) => 1.7159 * Math.tanh((2 / 3) * s),
    slope: (s) => ((1.7159 * 2) / 3) * tanhSlope((2 / 3) * s),
  },
};

function sigmoid(s: number): number {
  return 1 / (1 + Math.exp(-s));
}

function tanhSlope(s: number): number {
  return 1 / Math.cosh(s) ** 2;
}

function elu(s: number): number {
  return s < 0 ? Math.expm1(s) : s;
}

/** φ(x) */
function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** Φ(x): ½ + φ(x)(x + x³/3 + x⁵/(3·5) + …) near 0; else the tail by Laplace's continued fraction. */
function normal(x: number): number {
  if (x > 3) return 1 - normal(-x);
  if (x < -40) return 0;
  return x < -3 ? tail(-x) : 0.5 + density(x) * series(x);
}

function series(x: number): number {
  let [term, sum] = [x, x];
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** φ(a)/(a + 1/(a + 2/(a + 3/(a + …)))) */
function tail(a: number): number {
  let fraction = a;
  for (let k = 120; k >= 1; k--) fraction = a + k / fraction;
  return density(a) / fraction;
}
