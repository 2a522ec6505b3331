import type { Plan } from '../plan/recipe.js';

/** Where a task stands among those that could start: less before more. */
export type Rank = number;

/**
 * In which order tasks start that could start at once. First the one with the shortest way to a final result, which is a task that
 * nothing reads: the way's length is the seconds of the tasks on it, itself included, and of several ways the shortest
 * counts. So one cell of a matrix is brought to its end before the next begins, and there is something to see early. Of equal
 * ones that with the longest way to a final result goes first, since it is what the run's end waits for; then the plan's order.
 * Where no seconds are known every task counts as one, and ways are as long as they have tasks.
 */
export function ranksOf(
  { tasks }: Plan,
  secondsOf: (id: string) => number | undefined,
): ReadonlyMap<string, Rank> {
  const cost = costs(tasks.map(({ id }) => [id, secondsOf(id)]));
  const shortest = new Map<string, number>();
  const longest = new Map<string, number>();
  for (const { id, graph } of [...tasks].reverse()) {
    const own = cost(id);
    // Whoever reads it comes after it in the plan, and has told how far it is from there.
    const [least, most] = [(shortest.get(id) ?? 0) + own, (longest.get(id) ?? 0) + own];
    shortest.set(id, least);
    longest.set(id, most);
    for (const { task } of graph.inputs) {
      shortest.set(task.id, Math.min(shortest.get(task.id) ?? Infinity, least));
      longest.set(task.id, Math.max(longest.get(task.id) ?? 0, most));
    }
  }
  const by = (ways: ReadonlyMap<string, number>, id: string) => ways.get(id) ?? 0;
  const order = tasks.map(({ id }) => id);
  order.sort((a, b) => by(shortest, a) - by(shortest, b) || by(longest, b) - by(longest, a));
  return new Map(order.map((id, rank) => [id, rank]));
}

/** What is not known counts as the mean of what is; where nothing is, as 1. */
function costs(all: readonly (readonly [string, number | undefined])[]): (id: string) => number {
  const known = all.flatMap(([, seconds]) => seconds ?? []);
  const mean = known.reduce((sum, seconds) => sum + seconds, 0) / known.length;
  const costOf = new Map(all.map(([id, seconds]) => [id, seconds ?? (known.length === 0 ? 1 : mean)]));
  return (id) => costOf.get(id) ?? 0;
}
