const half = 0x1_0000;
const magnitude = 0x7fff_ffff;

/**
 * The least |value| that at least `percent` % (an integer, 1–100) of the magnitudes do not exceed. Exact and without a copy: the bits of a
 * float without its sign are ordered as its magnitude is, so the upper 16 bits are counted first, then the lower 16
 * of those values whose upper bits are the answer's. NaN for no values.
 */
export function percentileOfMagnitude(values: Float32Array, percent: number): number {
  if (values.length === 0) return NaN;
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const rank = Math.ceil((values.length * percent) / 100);
  const upper = new Uint32Array(half);
  for (const bit of bits) count(upper, (bit & magnitude) >>> 16);
  const high = atRank(upper, rank);
  const lower = new Uint32Array(half);
  for (const bit of bits) if ((bit & magnitude) >>> 16 === high.index) count(lower, bit & 0xffff);
  const low = atRank(lower, rank - high.before);
  return new Float32Array(Uint32Array.of((high.index << 16) | low.index).buffer)[0] ?? NaN;
}

function count(counts: Uint32Array, index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}

/** The first index at which the running total reaches `rank`, and the total before it. */
function atRank(counts: Uint32Array, rank: number): { readonly index: number; readonly before: number } {
  let before = 0;
  for (const [index, here] of counts.entries()) {
    if (before + here >= rank) return { index, before };
    before += here;
  }
  throw new RangeError(`there are only ${before} values, not ${rank}`);
}
