import type { Finding, SpotFinding } from '../../audit/findings.js';

/** 0 where all that could be held against something is equal to it; 2 for bad input, 130 where it was stopped, else 1. */
export function exitCodeOf(
  findings: readonly (Finding | SpotFinding)[],
  lockProblems: readonly string[],
): number {
  const failures = findings.flatMap((each) => (each.found === 'failed' ? [each.failure.kind] : []));
  if (failures.includes('bad input')) return 2;
  if (failures.includes('stopped')) return 130;
  const held = findings.every(({ found }) => found === 'equal' || found === 'bound elsewhere');
  return held && lockProblems.length === 0 ? 0 : 1;
}
