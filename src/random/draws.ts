import { philox } from './philox.js';
import { purposes, type Purpose } from './purposes.js';

const twoTo32 = 2 ** 32;
const blockLength = 4;

/**
 * A cursor over the draws of one item. It holds nothing but its place: draw d of (seed, purpose, item) is word d mod 4 of
 * the Philox block with counter [⌊d / 4⌋, item's low half, item's high half, purpose] and key [seed's low half, high half].
 */
export class Draws {
  readonly #seed: number;
  readonly #purpose: number;
  readonly #words = new Uint32Array(blockLength);
  #item = 0;
  #draw = 0;

  /** At a draw of an item. Throws RangeError unless seed, item and draw are integers in [0, 2⁵³). */
  constructor(seed: number, purpose: Purpose, item: number, draw = 0) {
    this.#seed = checked(seed, 'seed');
    this.#purpose = purposes[purpose];
    this.moveTo(item, draw);
  }

  /** Goes to a draw of an item (which image, epoch or layer; see `purposes`). */
  moveTo(item: number, draw = 0): void {
    this.#item = checked(item, 'item');
    this.#draw = checked(draw, 'draw');
    if (draw % blockLength !== 0) this.#fetch();
  }

  /** The next word: an integer in [0, 2³²). */
  uint32(): number {
    const place = this.#draw % blockLength;
    if (place === 0) this.#fetch();
    this.#draw += 1;
    return this.#words[place] ?? 0;
  }

  /**
   * An integer in [0, n), each exactly as likely, for an integer n in [1, 2³²]: the words are cut into n equal
   * intervals, and a word of the rest (fewer than n of the 2³²) is passed over.
   */
  below(n: number): number {
    if (!(n >= 1 && n <= twoTo32)) throw new RangeError(`there is no integer in [0, ${n}) to draw`);
    const interval = Math.floor(twoTo32 / n);
    for (;;) {
      const value = Math.floor(this.uint32() / interval);
      if (value < n) return value;
    }
  }

  /** A multiple of 2⁻³² in [0, 1), exact. */
  uniform(): number {
    return this.uint32() / twoTo32;
  }

  #fetch(): void {
    const block = Math.floor(this.#draw / blockLength);
    if (block >= twoTo32) throw new RangeError('an item has 2³⁴ draws, no more');
    const [item, seed] = [this.#item, this.#seed];
    philox(this.#words, block, item, high(item), this.#purpose, seed, high(seed));
  }
}

function high(integer: number): number {
  return Math.floor(integer / twoTo32);
}

function checked(value: number, name: string): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${name} ${value} is not an integer in [0, 2⁵³)`);
  return value;
}
