import type { Draws } from './draws.js';

/** `count` of the numbers 0 … among − 1 in ascending order, each choice equally likely (Floyd's method: one number a choice). */
export function subset(draws: Draws, count: number, among: number): readonly number[] {
  const chosen = new Set<number>();
  for (let last = among - count; last < among; last += 1) {
    const candidate = draws.below(last + 1);
    chosen.add(chosen.has(candidate) ? last : candidate);
  }
  return [...chosen].sort((a, b) => a - b);
}
