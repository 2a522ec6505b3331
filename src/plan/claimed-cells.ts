import { canonicalJson } from '../artifact/digest.js';
import type { JsonObject } from '../artifact/json.js';
import type { Claim } from '../claim/claim.js';
import { agrees } from '../stage/cell.js';
import type { Problem } from '../stage/problem.js';
import type { GraphInput } from './graph.js';
import { placeAt, type Located } from './located.js';
import { listed } from './words.js';

interface Picked {
  /** `claim "error": `, then what is written. */
  readonly named: string;
  readonly where: JsonObject;
  readonly from: Located;
}

/**
 * A number stands in one cell, or in one a replicate: where several agree with `where`, the question is not said to its end, and no
 * answer would refute anything. McNemar's test reads rows of as many cells as it is given.
 */
export function cellProblems(
  { named, where, from }: Picked,
  { over, test }: Claim,
  tables: readonly GraphInput[],
): readonly Problem[] {
  const cells = tables.map(({ task }) => task.cell).filter((cell) => agrees(where, cell));
  const [first] = cells;
  if (first === undefined || test?.name === 'mcnemar') return [];
  const variables = Object.keys(first).filter((variable) => variable !== over?.variable);
  // Also of cells that are no full grid: of one replicate at a time.
  const replicates = new Map<string, JsonObject[]>();
  for (const cell of cells) {
    const replicate = over === undefined ? '' : canonicalJson(cell[over.variable] ?? null);
    replicates.set(replicate, [...(replicates.get(replicate) ?? []), cell]);
  }
  const several = [...replicates.values()].find((each) => each.length > 1) ?? [];
  const open = variables.filter(
    (variable) => new Set(several.map((cell) => canonicalJson(cell[variable] ?? null))).size > 1,
  );
  if (open.length === 0) return [];
  const of = over === undefined ? '' : ` of one ${over.variable}`;
  return [
    {
      place: placeAt(from, ['where']),
      rule: `${named}where leaves ${several.length} cells${of}; it must leave one.`,
      remedy: `Name ${listed(open, 'and')} in it${open.length === 1 && over === undefined ? ', or gather it by over' : ''}.`,
    },
  ];
}
