import { closestMatch } from 'leven';

/** ` Did you mean X?` where a candidate is near enough to be what was meant; else what there is. */
export function suggestion(given: string, candidates: readonly string[]): string {
  const nearest = closestMatch(given, candidates, { maxDistance: Math.max(2, Math.floor(given.length / 2)) });
  if (nearest !== undefined) return `Did you mean ${nearest}?`;
  return candidates.length === 0 ? 'There are none.' : `There is: ${candidates.join(', ')}.`;
}
