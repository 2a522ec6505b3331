import { type KernelClass, pairRows } from './rows.js';
import { solve, type Solution } from './solve.js';

/** What tells two classes apart, and what it took. */
export interface Machine extends Solution {
  /** Places of the two classes in the list of those that occur. The coefficients are of the examples of `first`, then of `second`. */
  readonly first: number;
  readonly second: number;
  readonly kernelEvaluations: number;
}

export interface Settings {
  readonly C: number;
  readonly tolerance: number;
  readonly cacheMegabytes: number;
}

/** A pair of classes by their places, the first before the second. */
export type Pair = readonly [number, number];

export function pairsOf(classes: readonly KernelClass[]): readonly Pair[] {
  return classes.flatMap((_, first) =>
    classes.slice(first + 1).map((_, k) => [first, first + 1 + k] as const),
  );
}

/** The class `first` is on the side f > 0. */
export async function trainMachine(
  classes: readonly KernelClass[],
  [first, second]: Pair,
  { C, tolerance, cacheMegabytes }: Settings,
  turn: (iterations: number) => Promise<void>,
): Promise<Machine> {
  const [one, other] = [classAt(classes, first), classAt(classes, second)];
  const rows = pairRows([one, other], cacheMegabytes);
  const signs = new Int8Array(rows.length).fill(1, 0, one.count).fill(-1, one.count);
  const solution = await solve({ signs, rows, C, tolerance }, turn);
  return { ...solution, first, second, kernelEvaluations: rows.asked * rows.length };
}

export function classAt(classes: readonly KernelClass[], place: number): KernelClass {
  const found = classes[place];
  if (found === undefined) throw new RangeError(`there is no class ${place}`);
  return found;
}
