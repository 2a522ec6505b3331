import { sameJson } from '../artifact/digest.js';
import type { Json } from '../artifact/json.js';
import type { Row } from '../artifact/table.js';
import { cellValueText } from '../stage/cell.js';
import { BadInput } from '../stage/problem.js';
import type { Claim } from './claim.js';
import { type ClaimTable, type FoundRow, numberIn, onlyRow, rowsOver, type Sought } from './table-numbers.js';

/** The tables of a claim, by what it says of them. */
export interface ClaimTables {
  readonly of: readonly ClaimTable[];
  readonly relativeTo: readonly ClaimTable[];
  readonly against: readonly ClaimTable[];
}

/** A number that a claim is about; one of several where the claim is about replicates. */
export interface Measured {
  readonly replicate?: Json;
  readonly value: number;
  /** The row that it stands in, the numerator's where it is a quotient. */
  readonly row: Row;
}

/** What the claim measures: one number, or with `over` one a replicate. Throws BadInput where `where` does not pick exactly one. */
export function measuredNumbers(claim: Claim, { of, relativeTo }: ClaimTables): readonly Measured[] {
  const { where, column } = claim;
  const own = rowsFound(claim, { place: `claim ${claim.id}`, where, column }, of);
  const others = denominators(claim, relativeTo);
  return own.map((found) => {
    const value = numberIn(`claim ${claim.id}`, found.row, column);
    return { ...found, value: others === undefined ? value : value / denominatorFor(claim, found, others) };
  });
}

/** The numbers of `against`, in their turn. */
export function otherNumbers(claim: Claim, { against }: ClaimTables): readonly Measured[] {
  const { where = {}, column = claim.column } = claim.against ?? {};
  const place = `claim ${claim.id}, against`;
  return rowsFound(claim, { place, where, column }, against).map((found) => ({
    ...found,
    value: numberIn(place, found.row, column),
  }));
}

function denominators(claim: Claim, tables: readonly ClaimTable[]): readonly Measured[] | undefined {
  if (claim.relativeTo === undefined) return undefined;
  const { where, column = claim.column } = claim.relativeTo;
  const place = `claim ${claim.id}, relativeTo`;
  return rowsFound(claim, { place, where, column }, tables).map((found) => ({
    ...found,
    value: numberIn(place, found.row, column),
  }));
}

function denominatorFor(claim: Claim, { replicate }: FoundRow, others: readonly Measured[]): number {
  const other = others.find((each) => sameJson(each.replicate, replicate));
  if (other !== undefined) return other.value;
  throw new BadInput({
    place: `claim ${claim.id}, relativeTo`,
    rule: `there is no number for ${claim.over?.variable ?? ''} ${cellValueText(replicate ?? null)}.`,
  });
}

function rowsFound(
  { over, row = 'only', test }: Claim,
  { place, where, column }: Pick<Sought, 'place' | 'where'> & { readonly column: string },
  tables: readonly ClaimTable[],
): readonly FoundRow[] {
  const counted = test !== undefined && countsExamples(test.name) ? [test.examples] : [];
  const sought: Sought = { place, where, row, columns: [column, ...counted] };
  return over === undefined ? [{ row: onlyRow(sought, tables) }] : rowsOver(over.variable, sought, tables);
}

/** Whether a test is about a rate, and so about how many examples it is the rate of. */
export function countsExamples(test: string): boolean {
  return test === 'binomial' || test === 'twoProportions' || test === 'fisher';
}
