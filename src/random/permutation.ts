import { Draws } from './draws.js';
import type { Purpose } from './purposes.js';

/** The numbers 0 … count − 1 in an order drawn for the item (Fisher–Yates), each order equally likely. */
export function permutation(seed: number, purpose: Purpose, item: number, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const draws = new Draws(seed, purpose, item);
  for (let last = count - 1; last > 0; last -= 1) {
    const chosen = draws.below(last + 1);
    const moved = order[last] ?? 0;
    order[last] = order[chosen] ?? 0;
    order[chosen] = moved;
  }
  return order;
}
