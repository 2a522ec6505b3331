import { canonicalJson } from '../../src/artifact/digest.js';
import type { JsonObject } from '../../src/artifact/json.js';
import { exactNumber } from '../../src/artifact/numbers.js';
import type { Row } from '../../src/artifact/table.js';
import type { SelectParameters } from './parameters.js';

/** A cell that may be chosen. */
export interface Candidate {
  readonly cell: JsonObject;
  /** The number that decides. */
  readonly value: number;
  /** The further numbers, by the names of their columns. */
  readonly shown: Row;
  /** What went wrong when its table was made. */
  readonly failures: readonly string[];
}

/** The cells that were compared with one another, in matrix order, and what came of it. */
export interface Choice {
  /** The values that all its cells share. */
  readonly group: JsonObject;
  readonly candidates: readonly Candidate[];
  /** Those that can be chosen, the best first; those that are as good stay in matrix order. */
  readonly ranked: readonly Candidate[];
}

/** A choice for each group of cells that differ in the searched variables alone, in the order in which they first come. */
export function choicesOf(
  candidates: readonly Candidate[],
  { over, by }: Pick<SelectParameters, 'over' | 'by'>,
): readonly Choice[] {
  const groups = new Map<string, { readonly group: JsonObject; readonly candidates: Candidate[] }>();
  for (const candidate of candidates) {
    const group = without(candidate.cell, over);
    const key = canonicalJson(group);
    const known = groups.get(key) ?? { group, candidates: [] };
    known.candidates.push(candidate);
    groups.set(key, known);
  }
  const sign = by.best === 'least' ? 1 : -1;
  return [...groups.values()].map((each) => ({
    ...each,
    ranked: each.candidates.filter(canBeChosen).sort((a, b) => sign * (a.value - b.value)),
  }));
}

/** A training that diverged has a last finite state with an error rate; it is no result of the settings asked for. */
function canBeChosen({ value, failures }: Candidate): boolean {
  return Number.isFinite(value) && failures.length === 0;
}

/** How many others are as good as the one that is chosen. */
export function tiedWithBest({ ranked }: Choice): number {
  return ranked.filter(({ value }) => value === ranked[0]?.value).length - Math.min(1, ranked.length);
}

/** What to know before the choice is believed; empty where there is nothing. */
export function warningOf(choice: Choice, over: readonly string[]): string {
  const [chosen] = choice.ranked;
  if (chosen === undefined) return 'no cell has a result: none is chosen';
  const edges = over.flatMap((name) => edgeOf(name, chosen, choice.candidates));
  return edges.length === 0 ? '' : `${edges.join('; ')}: search beyond`;
}

/** None or one: that the chosen value is the least or the greatest of several that were searched, those that failed among them. */
function edgeOf(name: string, { cell }: Candidate, candidates: readonly Candidate[]): readonly string[] {
  const value = cell[name];
  const values = candidates.map((each) => each.cell[name]).filter((each) => typeof each === 'number');
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  if (typeof value !== 'number' || least === greatest) return [];
  if (value !== least && value !== greatest) return [];
  return [`${name} ${exactNumber(value)} is the ${value === least ? 'least' : 'greatest'} searched`];
}

function without(cell: JsonObject, over: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(cell).filter(([name]) => !over.includes(name)));
}
