import type { DifferentiableFunction } from './activation.js';
import { normalNodes } from './quadrature.js';

/**
 * What f does to normal pre-activations s = √q·z. `values` and `slopes` are the coefficients of f(√q·z) and f′(√q·z) in normalised
 * Hermite polynomials, ∫Dz f(√q·z) He_k(z)/√k!, then √ of what all higher ones together have in the mean square.
 */
export interface Field {
  /** q, the variance of s. */
  readonly variance: number;
  readonly mean: number;
  readonly meanSquare: number;
  /** ∫Dz f′(√q·z)² */
  readonly slopeSquare: number;
  /** dq′/dq of q′ = ∫Dz f(√q·z)²: ∫Dz z·f·f′/√q. */
  readonly growth: number;
  readonly values: Float64Array;
  readonly slopes: Float64Array;
}

/** Polynomials of degree 0 to 31 are told apart. */
const degrees = 32;

export function fieldOf({ value, slope, kink }: DifferentiableFunction, variance: number): Field {
  const sd = Math.sqrt(variance);
  const { points, weights } = normalNodes(sd, kink);
  const [values, slopes] = [new Float64Array(degrees + 1), new Float64Array(degrees + 1)];
  let [meanSquare, slopeSquare, product] = [0, 0, 0];
  for (const [index, z] of points.entries()) {
    const weight = weights[index] ?? NaN;
    const [f, g] = [value(sd * z), slope(sd * z)];
    meanSquare += weight * f * f;
    slopeSquare += weight * g * g;
    product += weight * z * f * g;
    addPolynomials(values, weight * f, slopes, weight * g, z);
  }
  setRest(values, meanSquare);
  setRest(slopes, slopeSquare);
  return {
    ...{ variance, mean: values[0] ?? NaN, meanSquare, slopeSquare, growth: product / sd },
    ...{ values, slopes },
  };
}

/** Adds f·He_k(z)/√k! and g·He_k(z)/√k! for every k: p_{k+1} = (z·p_k − √k·p_{k−1})/√(k + 1). */
function addPolynomials(values: Float64Array, f: number, slopes: Float64Array, g: number, z: number): void {
  let [before, polynomial] = [0, 1];
  for (let k = 0; k < degrees; k++) {
    values[k] = (values[k] ?? NaN) + f * polynomial;
    slopes[k] = (slopes[k] ?? NaN) + g * polynomial;
    [before, polynomial] = [polynomial, (z * polynomial - Math.sqrt(k) * before) / Math.sqrt(k + 1)];
  }
}

function setRest(coefficients: Float64Array, meanSquare: number): void {
  const told = coefficients.reduce((sum, coefficient) => sum + coefficient * coefficient, 0);
  coefficients[degrees] = Math.sqrt(Math.max(0, meanSquare - told));
}

/**
 * The mean of the product of two such functions whose normal arguments have the correlation ρ (Mehler's formula): Σ_k ρ^k a_k b_k,
 * exact at ρ = 1 and but for what is in the rest.
 */
export function meanProduct(a: Float64Array, b: Float64Array, correlation: number): number {
  let sum = 0;
  for (let k = degrees; k >= 0; k--) sum = sum * correlation + (a[k] ?? NaN) * (b[k] ?? NaN);
  return sum;
}
