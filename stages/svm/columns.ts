import type { Json } from '../../src/artifact/json.js';
import type { Column } from '../../src/artifact/table.js';
import { numbers, text } from '../../src/statistics/columns.js';

/** The row about all machines together. */
export const allPairs = 'all pairs';

/** A pair of classes as it is shown: `T–P`. */
export function pairName(first: string, second: string): string {
  return `${first}–${second}`;
}

/** `classes` are the data's, where they are known. */
export function machineColumns(classes: Json | undefined): readonly Column[] {
  return [
    text('pair', 'which classes are told apart', pairsOf(classes)),
    ...numbers({
      examples: 'training examples of these classes',
      supportVectors: 'of these, support vectors: α > 0',
      atBound: 'multipliers α = C',
      iterations: 'steps of two multipliers',
      kernelEvaluations: 'values of the kernel that were needed, each counted once',
      multiplyAdds:
        'multiply-adds: inputs × kernel evaluations, and iterations × examples of the pair to keep the gradient',
    }),
  ];
}

function pairsOf(classes: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(classes)) return undefined;
  const names = classes.map(String);
  const pairs = names.flatMap((first, a) => names.slice(a + 1).map((second) => pairName(first, second)));
  return [...pairs, allPairs];
}
