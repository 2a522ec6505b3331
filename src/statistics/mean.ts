/** The arithmetic mean; the sum is in double, in index order. NaN of no values. */
export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
