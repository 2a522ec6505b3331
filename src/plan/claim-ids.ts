import type { Problem } from '../stage/problem.js';
import { memberOf, plain, type Located } from './located.js';

/** Claims of one id, whatever else is wrong with them: other texts refer to a claim by it. */
export function claimIdProblems(document: Located): readonly Problem[] {
  const claims = memberOf(document, 'claims');
  const seen = new Set<string>();
  return (claims.kind === 'list' ? claims.items : []).flatMap((claim) => {
    const from = memberOf(claim, 'id');
    const id = plain(from);
    if (typeof id !== 'string') return [];
    const again = seen.has(id);
    seen.add(id);
    return again
      ? [{ place: from.place, rule: `two claims are called "${id}".`, remedy: 'Rename one.' }]
      : [];
  });
}
