import type { Row } from '../../src/artifact/table.js';
import type { Written } from '../../src/stage/table-output.js';
import { allPairs, pairName } from './columns.js';
import { classAt, type Machine, type Settings } from './machine.js';
import type { KernelClass } from './rows.js';

/** A row for each machine, and one of all: its examples and support vectors are counted once, however many machines have them. */
export function machineTable(
  classes: readonly KernelClass[],
  names: readonly string[],
  machines: readonly Machine[],
  { C }: Settings,
): Written {
  const rows = machines.map((machine) => machineRow(classes, names, machine, C));
  const sum = (column: string): number => rows.reduce((total, row) => total + Number(row[column]), 0);
  const all = {
    pair: allPairs,
    examples: classes.reduce((total, { count }) => total + count, 0),
    supportVectors: classes.reduce((total, _, place) => total + supportVectors(classes, machines, place), 0),
    ...Object.fromEntries(
      ['atBound', 'iterations', 'kernelEvaluations', 'multiplyAdds'].map((column) => [column, sum(column)]),
    ),
  };
  return { title: 'Support vectors, and what they cost', rows: [...rows, all] };
}

function machineRow(
  classes: readonly KernelClass[],
  names: readonly string[],
  { first, second, coefficients, iterations, kernelEvaluations }: Machine,
  C: number,
): Row {
  const [one, other] = [classAt(classes, first), classAt(classes, second)];
  const inputs = one.images.length / one.count;
  return {
    pair: pairName(names[one.label] ?? '', names[other.label] ?? ''),
    examples: coefficients.length,
    supportVectors: coefficients.filter((beta) => beta !== 0).length,
    atBound: coefficients.filter((beta) => Math.abs(beta) === C).length,
    iterations,
    kernelEvaluations,
    multiplyAdds: inputs * kernelEvaluations + iterations * coefficients.length,
  };
}

/** How many examples of a class are support vectors of any machine. */
function supportVectors(
  classes: readonly KernelClass[],
  machines: readonly Machine[],
  place: number,
): number {
  const { count } = classAt(classes, place);
  const supports = new Set<number>();
  for (const { first, second, coefficients } of machines) {
    if (place !== first && place !== second) continue;
    const own = place === first ? coefficients.subarray(0, count) : coefficients.subarray(-count);
    for (const [k, beta] of own.entries()) if (beta !== 0) supports.add(k);
  }
  return supports.size;
}
