import { Draws } from './draws.js';
import type { Purpose } from './purposes.js';

/**
 * Fills `out` with draws first, first + 1, … of an item as uniform numbers in [low, high]: low + (high − low)·u, u a
 * multiple of 2⁻³² in [0, 1), computed in double precision and rounded once (which may reach `high`).
 */
export function fillUniform(
  out: Float32Array,
  seed: number,
  purpose: Purpose,
  item: number,
  low: number,
  high: number,
  first = 0,
): void {
  const draws = new Draws(seed, purpose, item, first);
  const width = high - low;
  for (let index = 0; index < out.length; index += 1) out[index] = low + width * draws.uniform();
}
