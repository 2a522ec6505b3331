import { Draws } from '../random/draws.js';
import { subset } from '../random/subset.js';
import type { RecordedStretch } from '../stage/contract.js';

/** What was drawn of a task's stretches, in their order. */
export interface Drawn<Item> {
  readonly item: Item;
  readonly stretches: readonly RecordedStretch[];
  /** Of how many. */
  readonly of: number;
}

/**
 * Draws stretches over all tasks together, uniformly and without replacement: each set of `count` of them is equally likely, and a
 * task's share is as its number of stretches. All where there are not so many. The draw is a function of the seed.
 */
export function drawStretches<Item>(
  from: readonly { readonly item: Item; readonly stretches: readonly RecordedStretch[] }[],
  count: number,
  seed: number,
): readonly Drawn<Item>[] {
  const total = from.reduce((sum, { stretches }) => sum + stretches.length, 0);
  const chosen = new Set(subset(new Draws(seed, 'spot audit', 0), Math.min(count, total), total));
  let first = 0;
  return from.map(({ item, stretches }) => {
    const begin = first;
    first += stretches.length;
    const drawn = stretches.filter((_, index) => chosen.has(begin + index));
    return { item, stretches: drawn, of: stretches.length };
  });
}

/** Consecutive parts of about equal length, at most so many, none of them empty. */
export function inParts<Item>(items: readonly Item[], parts: number): readonly (readonly Item[])[] {
  const length = Math.ceil(items.length / Math.max(1, parts));
  const count = length === 0 ? 0 : Math.ceil(items.length / length);
  return Array.from({ length: count }, (_, part) => items.slice(part * length, (part + 1) * length));
}
