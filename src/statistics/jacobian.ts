import type { Activation } from '../engine/engine.js';

/** f′ in terms of h = f(s). */
const derivatives: Readonly<Record<Activation, (h: number) => number>> = {
  sigmoid: (h) => h * (1 - h),
  tanh: (h) => 1 - h * h,
  softsign: (h) => (1 - Math.abs(h)) * (1 - Math.abs(h)),
};

/**
 * The mean squared singular value of ∂z^{i+1}/∂z^i = diag(f′(s)) Wᵀ (beside eq. 17), averaged over the examples: its squared
 * Frobenius norm, Σ_j f′(s_j)² Σ_i W_ij², over the number of its singular values.
 *
 * @param above activations of the upper layer, [examples][units]
 * @param weights W between the two, [fanIn][units]
 */
export function meanSquaredSingularValue(
  activation: Activation,
  above: Float32Array,
  weights: Float32Array,
  fanIn: number,
  units: number,
): number {
  const columns = columnSquares(weights, fanIn, units);
  const derivative = derivatives[activation];
  let sum = 0;
  for (const [index, h] of above.entries()) {
    const slope = derivative(h);
    sum += slope * slope * (columns[index % units] ?? NaN);
  }
  return (sum * units) / (above.length * Math.min(fanIn, units));
}

/** Σ_i W_ij² for every unit j. */
function columnSquares(weights: Float32Array, fanIn: number, units: number): Float64Array {
  const columns = new Float64Array(units);
  for (let i = 0; i < fanIn; i++) {
    for (let j = 0; j < units; j++) {
      const weight = weights[i * units + j] ?? NaN;
      columns[j] = (columns[j] ?? NaN) + weight * weight;
    }
  }
  return columns;
}
