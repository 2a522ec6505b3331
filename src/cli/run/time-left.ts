/** How far a task is, in what it counts and in seconds. */
export interface Pace {
  /** What was done before this run, as by a training that is continued. */
  readonly before: number;
  readonly done: number;
  readonly total: number;
  /** Since `before` was told. */
  readonly elapsed: number;
  /** What the whole of it may take, by earlier records. */
  readonly expected: number | undefined;
}

/** A task's beginning is slower than the rest of it: its own rate counts after this share of its work, or this many seconds. */
const [settledShare, settledSeconds] = [0.05, 10];

/** Seconds that are left: by this run's rate once it has settled, before that by earlier records; undefined where neither tells. */
export function timeLeft({ before, done, total, elapsed, expected }: Pace): number | undefined {
  const share = (done - before) / (total - before);
  const settled = share > 0 && elapsed > 1 && (share >= settledShare || elapsed >= settledSeconds);
  if (settled) return (elapsed * (1 - share)) / share;
  return expected === undefined || total === 0 ? undefined : expected * (1 - done / total);
}
