import type { Evidence } from './evidence.js';

export const verdicts = ['holds', 'does not hold', 'undecided'] as const;

/** A verdict's shape, for readers to whom its colour says nothing. */
export const verdictMarks = { holds: '●', 'does not hold': '✕', undecided: '○' } as const;

export interface Verdict {
  readonly id: string;
  /** null where the number found is not finite. */
  readonly measured: number | null;
  readonly verdict: (typeof verdicts)[number];
  /** What the claim expects, in words: `0.031 ± 15 %`. */
  readonly expected: string;
  readonly evidence?: Evidence;
  readonly why?: string;
}
