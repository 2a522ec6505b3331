import { numberIn, type Child } from './child.js';
import { threadCounts, type Contender } from './contenders.js';

/** A contender that runs, with a number of threads. */
export interface Started {
  readonly contender: Contender;
  readonly threads: number;
  readonly child: Child;
}

/** Starts every contender with every number of threads; `notes` say of those that did not start why. */
export async function startAll(
  contenders: readonly Contender[],
  numbers: string,
): Promise<{ readonly started: readonly Started[]; readonly notes: readonly string[] }> {
  const started: Started[] = [];
  const notes: string[] = [];
  for (const contender of contenders) {
    if (contender.absent === undefined) {
      try {
        for (const threads of threadCounts)
          started.push({ contender, threads, child: await contender.open(numbers, threads) });
      } catch (error) {
        notes.push(
          `${contender.name} did not start: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    } else notes.push(`${contender.name} is absent: ${contender.absent}`);
  }
  return { started, notes };
}

/** Relative difference from ours that a contender's cost after a pass over all minibatches may have. */
const tolerance = 1e-4;

/**
 * Whether all compute the same: every one's cost after the same updates of the same numbers, next to the first's. Throws an Error
 * where one does other work than the others, since its times would mean nothing.
 */
export async function checkAll(started: readonly Started[]): Promise<string> {
  const costs: number[] = [];
  for (const { contender, threads, child } of started) {
    const cost = numberIn(await child.ask('check'), 'cost');
    const [first = cost] = costs;
    if (!(Math.abs(cost - first) <= tolerance * first))
      throw new Error(
        `${contender.name}, ${threads} threads: its cost after 30 updates is ${cost}, not ${first}`,
      );
    costs.push(cost);
  }
  const [first = NaN] = costs;
  const furthest = Math.max(...costs.map((cost) => Math.abs(cost - first) / first));
  return `Checked: after 30 updates from the same numbers all have the cost ${first.toFixed(6)}, within ${furthest.toExponential(0)} of it.`;
}
