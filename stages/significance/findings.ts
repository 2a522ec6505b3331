/** What is said of a model beside the best. */
export const findings = [
  'best',
  'not different',
  'different',
  'different, but not after Holm',
  'undecided',
] as const;

/** `p` alone decides as the paper does; `adjusted` says whether it is a finding among so many. NaN: the test says nothing. */
export function findingOf(p: number, adjusted: number, level: number): (typeof findings)[number] {
  if (Number.isNaN(p)) return 'undecided';
  if (p >= level) return 'not different';
  return adjusted >= level ? 'different, but not after Holm' : 'different';
}
