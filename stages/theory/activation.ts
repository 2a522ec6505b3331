import erfc from '@stdlib/math-base-special-erfc';
import type { Activation } from '../../src/engine/engine.js';
import { exp, expm1, log1p } from './exponential.js';

/** An activation f in double precision, of plain arithmetic alone: relative errors are below 10⁻¹⁴ but at zeros of f′. */
export interface DifferentiableFunction {
  readonly value: (s: number) => number;
  /** f′(s); at a kink the lesser of both sides' slopes, as the engine has it. */
  readonly slope: (s: number) => number;
  /** The positive place of a kink of f; −kink and 0 are taken for kinks too. */
  readonly kink?: number;
}

// selu's λ and α (Klambauer et al. 2017).
const [lambda, alpha] = [1.0507009873554805, 1.6732632423543772];
const one = (): number => 1;

/** The engine's activations (src/engine/engine.ts). */
export const functions: Readonly<Record<Activation, DifferentiableFunction>> = {
  sigmoid: { value: sigmoid, slope: (s) => sigmoid(s) * sigmoid(-s) },
  tanh: { value: tanh, slope: tanhSlope },
  softsign: {
    value: (s) => s / (1 + Math.abs(s)),
    slope: (s) => 1 / ((1 + Math.abs(s)) * (1 + Math.abs(s))),
  },
  linear: { value: (s) => s, slope: one },
  relu: { value: (s) => Math.max(s, 0), slope: (s) => (s > 0 ? 1 : 0) },
  leakyRelu: { value: (s) => (s > 0 ? s : 0.01 * s), slope: (s) => (s > 0 ? 1 : 0.01) },
  elu: { value: elu, slope: (s) => (s < 0 ? exp(s) : 1) },
  selu: {
    value: (s) => lambda * (s < 0 ? alpha : 1) * elu(s),
    slope: (s) => lambda * (s < 0 ? alpha * exp(s) : 1),
  },
  gelu: { value: (s) => s * normal(s), slope: (s) => normal(s) + s * density(s) },
  silu: { value: (s) => s * sigmoid(s), slope: (s) => sigmoid(s) * (1 + s * sigmoid(-s)) },
  softplus: { value: (s) => Math.max(s, 0) + log1p(exp(-Math.abs(s))), slope: sigmoid },
  hardTanh: {
    value: (s) => Math.max(-1, Math.min(1, s)),
    slope: (s) => (Math.abs(s) < 1 ? 1 : 0),
    kink: 1,
  },
  scaledTanh: {
    value: (s) => 1.7159 * tanh((2 / 3) * s),
    slope: (s) => ((1.7159 * 2) / 3) * tanhSlope((2 / 3) * s),
  },
};

/** φ(x) of the standard normal distribution. */
export function density(x: number): number {
  return exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** Φ(x) */
function normal(x: number): number {
  return erfc(-x * Math.SQRT1_2) / 2;
}

function sigmoid(s: number): number {
  return 1 / (1 + exp(-s));
}

/** (e^2s − 1)/(e^2s + 1), by −2|s|, which cannot overflow. */
function tanh(s: number): number {
  const e = expm1(-2 * Math.abs(s));
  return (s < 0 ? e : -e) / (2 + e);
}

/** 1/cosh² s = 4e^−2|s|/(1 + e^−2|s|)² */
function tanhSlope(s: number): number {
  const e = exp(-2 * Math.abs(s));
  return (4 * e) / ((1 + e) * (1 + e));
}

function elu(s: number): number {
  return s < 0 ? expm1(s) : s;
}
