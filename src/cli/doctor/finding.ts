/** One thing that doctor looked at. What is `absent` is optional; what is `broken` should work and does not. */
export interface Finding {
  /** What it is about: kernels, store. */
  readonly subject: string;
  /** One of several of that subject: avx512. */
  readonly part?: string;
  readonly state: 'works' | 'absent' | 'broken';
  readonly says: string;
  /** What to do to have it, or to mend it. */
  readonly remedy?: string;
}
