import type { DifferentiableFunction } from './activation.js';
import { ln } from './exponential.js';
import { fieldOf } from './field.js';

/** What infinitely many layers alike would do. */
export interface FixedPoint {
  /** q*, where the variance of the pre-activations goes to; 0 and Infinity included. */
  readonly variance: number;
  /** χ₁ = σ_w²∫Dz f′(√q* z)², by which every layer multiplies a small difference of two examples, and the mean square of a gradient. */
  readonly chi: number;
  /** ξ_c = −1/ln χ₁, in layers: negative where gradients grow, Infinity where χ₁ is 1. */
  readonly correlationDepth: number;
  /** ξ_q = −1/ln of dq′/dq at q*: how fast the variance goes there. */
  readonly varianceDepth: number;
}

/** Beyond these the variance is said to go to 0 or to infinity. */
const [least, most] = [1e-10, 1e12];
/** What is nearer to 1 is 1. */
const tolerance = 1e-11;

/** The fixed point that q ← σ_w²∫Dz f(√q z)² goes to from `start`, σ_w² = n·Var W (Schoenholz et al. 2017). */
export function fixedPointOf(
  activation: DifferentiableFunction,
  weightVariance: number,
  start: number,
): FixedPoint {
  const next = (q: number): number => weightVariance * fieldOf(activation, q).meanSquare;
  const variance = limitOf(next, Math.max(start, least));
  const at = fieldOf(activation, Math.max(least, Math.min(most, variance)));
  const chi = weightVariance * at.slopeSquare;
  return {
    ...{ variance, chi, correlationDepth: depthOf(chi) },
    varianceDepth: depthOf(weightVariance * at.growth),
  };
}

/** −1/ln of what a layer multiplies by. At a q* of 0 that is known to about `least`. */
function depthOf(factor: number): number {
  if (Math.abs(factor - 1) < 10 * least) return Infinity;
  return factor > 0 ? -1 / ln(factor) : 0;
}

/** `next` increases, so that its iterates go to the first fixed point on one side: found by small steps, then by halving. */
function limitOf(next: (q: number) => number, start: number): number {
  const side = Math.sign(stepOf(next, start));
  if (side === 0) return start;
  const factor = side > 0 ? 1.25 : 0.8;
  let [near, far] = [start, start * factor];
  while (Math.sign(stepOf(next, far)) === side) {
    if (far > most) return Infinity;
    if (far < least) return 0;
    [near, far] = [far, far * factor];
  }
  for (let halving = 0; halving < 60; halving++) {
    const middle = (near + far) / 2;
    if (Math.sign(stepOf(next, middle)) === side) near = middle;
    else far = middle;
  }
  return far;
}

/** The next q over q, less 1: 0 where that is not told from 0. */
function stepOf(next: (q: number) => number, q: number): number {
  const step = next(q) / q - 1;
  return Math.abs(step) < tolerance ? 0 : step;
}
