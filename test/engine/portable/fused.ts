/** a·b + c of floats, rounded once, by integers: floats are multiples of 2⁻¹⁴⁹, their products of 2⁻²⁹⁸. */
export function fused(a: number, b: number, c: number): number {
  const rounded = a * b + c;
  if (!Number.isFinite(rounded)) return Math.fround(rounded);
  const exact = integer(a) * integer(b) + (integer(c) << 149n);
  // A sum of 0 is exact in doubles, and has its sign there.
  return exact === 0n ? rounded : exact < 0n ? -toFloat(-exact) : toFloat(exact);
}

function integer(x: number): bigint {
  return BigInt(x * 2 ** 149);
}

/** A positive multiple of 2⁻²⁹⁸ to the nearest float, of two the even one. */
function toFloat(exact: bigint): number {
  const dropped = Math.max(exact.toString(2).length - 24, 149);
  const kept = exact >> BigInt(dropped);
  const twiceRest = (exact - (kept << BigInt(dropped))) << 1n;
  const unit = 1n << BigInt(dropped);
  const up = twiceRest > unit || (twiceRest === unit && kept % 2n === 1n);
  return Math.fround(Number(kept + BigInt(up)) * 2 ** (dropped - 298));
}
