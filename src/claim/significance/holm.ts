/**
 * Holm's adjustment of p-values for how many there are (Holm 1979): the i-th least times (m − i + 1), at most 1 and never less than the
 * one before. An adjusted value below a level is a finding at that level for all comparisons together. NaN, where a
 * test says nothing, is no comparison and stays.
 */
export function holmAdjusted(pValues: readonly number[]): readonly number[] {
  const order = pValues.flatMap((p, index) => (Number.isNaN(p) ? [] : [{ p, index }]));
  order.sort((a, b) => a.p - b.p);
  const adjusted = pValues.map(() => NaN);
  let greatest = 0;
  for (const [rank, { p, index }] of order.entries()) {
    greatest = Math.max(greatest, Math.min(1, (order.length - rank) * p));
    adjusted[index] = greatest;
  }
  return adjusted;
}
