/**
 * The mean squared singular value of ∂z^{i+1}/∂z^i = diag(f′(s)) Wᵀ (beside eq. 17), averaged over the examples: its squared
 * Frobenius norm, Σ_j f′(s_j)² Σ_i W_ij², over the number of its singular values.
 *
 * @param slopes f′(s) of the upper layer, [examples][units], or whatever ∂z/∂s of a unit is that follows its own s alone
 * @param weights W between the two, [fanIn][units]
 */
export function meanSquaredSingularValue(
  slopes: Float32Array,
  weights: Float32Array,
  fanIn: number,
  units: number,
): number {
  const columns = columnSquares(weights, fanIn, units);
  let sum = 0;
  for (const [index, slope] of slopes.entries()) sum += slope * slope * (columns[index % units] ?? NaN);
  return (sum * units) / (slopes.length * Math.min(fanIn, units));
}

/** Σ_i W_ij² for every unit j. */
export function columnSquares(
  weights: Float32Array | Float64Array,
  fanIn: number,
  units: number,
): Float64Array {
  const columns = new Float64Array(units);
  for (let i = 0; i < fanIn; i++) {
    for (let j = 0; j < units; j++) {
      const weight = weights[i * units + j] ?? NaN;
      columns[j] = (columns[j] ?? NaN) + weight * weight;
    }
  }
  return columns;
}
