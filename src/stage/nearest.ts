import { closestMatch } from 'leven';

/** ` Did you mean X?` where a candidate is near enough to be what was meant. */
export function nearMiss(given: string, candidates: readonly string[]): string | undefined {
  const maxDistance = Math.max(2, Math.floor(given.length / 2));
  const nearest = closestMatch(given, candidates, { maxDistance });
  return nearest === undefined ? undefined : `Did you mean ${nearest}?`;
}

/** The near miss, else what there is. */
export function suggestion(given: string, candidates: readonly string[]): string {
  const all = candidates.length === 0 ? 'There are none.' : `There is: ${candidates.join(', ')}.`;
  return nearMiss(given, candidates) ?? all;
}
