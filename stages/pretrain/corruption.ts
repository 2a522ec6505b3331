import { Draws } from '../../src/random/draws.js';

const halfWord = 2 ** 16;

/** Which inputs are kept in an update: `fill` writes 1 for them and 0 for those that are set to 0, [units][batch]. */
export interface Corruption {
  fill(kept: Uint8Array, update: number): void;
}

/**
 * Masking noise (Vincent et al. 2008): each input of each example is set to 0 with this probability, rounded to a multiple of 2⁻¹⁶. Draw d of
 * update u (counted from 0, over all layers) is the lower half of word d/2 of item u where d is even, else the upper half.
 */
export function corruptionOf(probability: number, seed: number): Corruption {
  const bound = Math.round(probability * halfWord);
  const draws = new Draws(seed, 'corruption', 0);
  return {
    fill(kept, update) {
      draws.moveTo(update);
      for (let d = 0; d < kept.length; d += 2) {
        const word = draws.uint32();
        kept[d] = Number(word % halfWord >= bound);
        if (d + 1 < kept.length) kept[d + 1] = Number(Math.floor(word / halfWord) >= bound);
      }
    },
  };
}
