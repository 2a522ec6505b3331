import type { Cost } from '../../src/engine/engine.js';
import { at, sumOf } from './lists.js';

/** What becomes of the last layer's s, in double precision: probabilities, costs and their derivatives. */

export function softmax(s: readonly number[]): number[] {
  const e = s.map((value) => Math.exp(value - Math.max(...s)));
  return e.map((value) => value / sumOf(e));
}

export const costs = {
  crossEntropy: (p: readonly number[], label: number) => -Math.log(at(p, label)),
  quadratic: (p: readonly number[], label: number) => sumOf(errors(p, label).map((e) => e * e)) / 2,
};

/** P − [c = label] */
function errors(p: readonly number[], label: number): number[] {
  return p.map((value, c) => value - Number(c === label));
}

/** ∂C/∂s of the output: of the quadratic cost Σ_k e_k ∂P_k/∂s_c, ∂P_k/∂s_c = P_k([k = c] − P_c). */
export function outputGradient(p: readonly number[], label: number, cost: Cost): number[] {
  const e = errors(p, label);
  return cost === 'crossEntropy' ? e : p.map((_, c) => sumOf(e.map((ek, k) => ek * softmaxSlope(p, k, c))));
}

function softmaxSlope(p: readonly number[], k: number, c: number): number {
  return at(p, k) * (Number(k === c) - at(p, c));
}

/** The Gauss–Newton ∂²C/∂s_c² of the output: ∂P_c/∂s_c, or Σ_k (∂P_k/∂s_c)². */
export function outputCurvature(p: readonly number[], cost: Cost): number[] {
  return p.map((_, c) =>
    cost === 'crossEntropy' ? softmaxSlope(p, c, c) : sumOf(p.map((_, k) => softmaxSlope(p, k, c) ** 2)),
  );
}
