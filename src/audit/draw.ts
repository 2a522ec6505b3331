import { Draws } from '../random/draws.js';
import { subset } from '../random/subset.js';
import type { PartName, RecordedPart } from '../stage/contract.js';

/** A task that is recorded in parts. */
export interface Parted<Item> {
  readonly item: Item;
  readonly called: PartName;
  /** All of them, in order. */
  readonly parts: readonly RecordedPart[];
}

/** What was drawn of a task's parts, in their order. */
export interface Drawn<Item> extends Parted<Item> {
  /** Of how many. */
  readonly of: number;
}

/**
 * Draws `count` of each kind of parts, which is all that have one name, over all tasks together, uniformly and without replacement: of
 * a kind each set of `count` is equally likely, and a task's share is as its number of parts. All where there are not so many. The
 * draw is a function of the seed, and of the order in which the kinds come.
 */
export function drawParts<Item>(
  from: readonly Parted<Item>[],
  count: number,
  seed: number,
): readonly Drawn<Item>[] {
  const kinds = [...new Set(from.map(({ called }) => called.many))];
  const chosen = kinds.map((kind, index) => {
    const total = from.reduce((sum, task) => sum + (task.called.many === kind ? task.parts.length : 0), 0);
    return new Set(subset(new Draws(seed, 'spot audit', index), Math.min(count, total), total));
  });
  const first = kinds.map(() => 0);
  return from.map((task) => {
    const kind = kinds.indexOf(task.called.many);
    const begin = first[kind] ?? 0;
    first[kind] = begin + task.parts.length;
    const parts = task.parts.filter((_, index) => chosen[kind]?.has(begin + index));
    return { ...task, parts, of: task.parts.length };
  });
}

/** Consecutive groups of about equal length, at most so many, none of them empty. */
export function inGroups<Item>(items: readonly Item[], groups: number): readonly (readonly Item[])[] {
  const length = Math.ceil(items.length / Math.max(1, groups));
  const count = length === 0 ? 0 : Math.ceil(items.length / length);
  return Array.from({ length: count }, (_, group) => items.slice(group * length, (group + 1) * length));
}
