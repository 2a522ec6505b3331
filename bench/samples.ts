/** What is told of the values of many rounds: the best is what the work takes, the median what it took on this machine today. */
export interface Summary {
  readonly best: number;
  readonly median: number;
}

/** Of times, where less is better. */
export function summaryOfTimes(times: readonly number[]): Summary {
  return { best: Math.min(...times), median: median(times) };
}

/** Of rates, where more is better. */
export function summaryOfRates(rates: readonly number[]): Summary {
  return { best: Math.max(...rates), median: median(rates) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Milliseconds that a piece of work takes. */
export async function millisecondsOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
