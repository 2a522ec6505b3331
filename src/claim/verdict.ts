import type { JsonObject } from '../artifact/json.js';
import type { Table } from '../artifact/table.js';
import { agrees } from '../stage/cell.js';
import { BadInput } from '../stage/problem.js';
import { exactNumber } from '../artifact/numbers.js';
import { claimRoles, type Claim, type ResolvedClaim } from './claim.js';

/** A table that a claim may be about, and the matrix values of the cell it comes from. */
export interface ClaimTable {
  readonly cell: JsonObject;
  readonly table: Table;
}

export const verdicts = ['holds', 'does not hold', 'undecided'] as const;

/** A verdict's shape, for readers to whom its colour says nothing. */
export const verdictMarks = { holds: '●', 'does not hold': '✕', undecided: '○' } as const;

export interface Verdict {
  readonly id: string;
  /** null where the number found is not finite. */
  readonly measured: number | null;
  readonly verdict: (typeof verdicts)[number];
  /** What the claim expects, in words: `0.031 ± 15 %`. */
  readonly expected: string;
  readonly why?: string;
}

/**
 * The verdict on a claim whose tables are found by the roles of `claimRoles`. A claim about a cell that the run does not have is
 * undecided; one whose number cannot be found in its table does not hold, and says why.
 */
export async function verdictOn(
  claim: ResolvedClaim,
  tablesIn: (role: string) => Promise<readonly ClaimTable[]>,
): Promise<Verdict> {
  const roles = claimRoles(claim.id);
  const unmeasured = { id: claim.id, measured: null, expected: expectationOf(claim).text };
  try {
    const tables = await tablesIn(roles.of);
    const others = claim.relativeTo === undefined ? tables : await tablesIn(roles.relativeTo);
    if (isElsewhere(claim.where, tables) || isElsewhere(claim.relativeTo?.where ?? {}, others))
      return { ...unmeasured, verdict: 'undecided', why: 'no cell of this run has the values it names' };
    return evaluateClaim(claim, tables, others);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const [problem] = error.problems;
    return {
      ...unmeasured,
      verdict: 'does not hold',
      why: `${problem?.rule ?? ''} ${problem?.remedy ?? ''}`.trim(),
    };
  }
}

function isElsewhere(where: JsonObject, tables: readonly ClaimTable[]): boolean {
  return !tables.some(({ cell }) => agrees(where, cell));
}

/** Compares a claim with the number it is about. Throws BadInput where `where` does not pick exactly one number. */
export function evaluateClaim(
  claim: ResolvedClaim,
  tables: readonly ClaimTable[],
  relativeTo: readonly ClaimTable[] = tables,
): Verdict {
  const measured = measuredValue(claim, tables, relativeTo);
  const { holds, text } = expectationOf(claim);
  const common = { id: claim.id, measured: Number.isFinite(measured) ? measured : null, expected: text };
  const { budget } = claim;
  if (budget !== undefined && budget.given < budget.needed)
    return {
      ...common,
      verdict: 'undecided',
      why: `needs ${exactNumber(budget.needed)} ${budget.what}, had ${exactNumber(budget.given)}`,
    };
  if (!Number.isFinite(measured))
    return { ...common, verdict: 'does not hold', why: `the measured value is ${exactNumber(measured)}` };
  return { ...common, verdict: holds(measured) ? 'holds' : 'does not hold' };
}

function measuredValue(
  claim: ResolvedClaim,
  tables: readonly ClaimTable[],
  relativeTo: readonly ClaimTable[],
): number {
  const place = `claim ${claim.id}`;
  const { row = 'only' } = claim;
  const value = onlyNumber({ place, where: claim.where, column: claim.column, row }, tables);
  if (claim.relativeTo === undefined) return value;
  const { where: otherWhere, column: otherColumn = claim.column } = claim.relativeTo;
  const other = { place: `${place}, relativeTo`, where: otherWhere, column: otherColumn, row };
  return value / onlyNumber(other, relativeTo);
}

interface Expectation {
  readonly text: string;
  readonly holds: (measured: number) => boolean;
}

function expectationOf({ id, reference, within, atLeast, atMost, between }: Claim): Expectation {
  if (reference !== undefined && within !== undefined) return nearReference(reference, within);
  if (atLeast !== undefined) return { text: `≥ ${exactNumber(atLeast)}`, holds: (value) => value >= atLeast };
  if (atMost !== undefined) return { text: `≤ ${exactNumber(atMost)}`, holds: (value) => value <= atMost };
  if (between === undefined)
    throw new BadInput({
      place: `claim ${id}`,
      rule: 'does not say what it expects.',
      remedy: 'Give reference and within, atLeast, atMost, or between.',
    });
  const [least, greatest] = between;
  return {
    text: `between ${exactNumber(least)} and ${exactNumber(greatest)}`,
    holds: (value) => value >= least && value <= greatest,
  };
}

function nearReference(reference: number, { relative, absolute }: NonNullable<Claim['within']>): Expectation {
  const tolerance = relative === undefined ? (absolute ?? 0) : relative * Math.abs(reference);
  const shown = relative === undefined ? exactNumber(tolerance) : `${exactNumber(percent(relative))} %`;
  return {
    text: `${exactNumber(reference)} ± ${shown}`,
    holds: (value) => Math.abs(value - reference) <= tolerance,
  };
}

/** 0.07 as 7, not as 7.000000000000001. */
function percent(fraction: number): number {
  return Number((fraction * 100).toPrecision(12));
}

/** Which number of some tables is meant. */
interface Sought {
  readonly place: string;
  readonly where: JsonObject;
  readonly column: string;
  readonly row: 'only' | 'last';
}

function onlyNumber(sought: Sought, tables: readonly ClaimTable[]): number {
  const { place, where } = sought;
  const found = tables.flatMap((candidate) => numbersOf(sought, candidate));
  const [value, ...others] = found;
  if (value !== undefined && others.length === 0) return value;
  const keys = Object.keys(where);
  throw new BadInput({
    place,
    rule: `where ${keys.length === 0 ? 'is empty and' : `(${keys.join(', ')})`} matches ${found.length} numbers; it must match one.`,
    remedy:
      found.length === 0
        ? 'Compare its values with those of the table and the matrix.'
        : `Name more of ${choices(tables).join(', ')}.`,
  });
}

function numbersOf(sought: Sought, { cell, table }: ClaimTable): number[] {
  const { place, where: wanted, column: name, row: which } = sought;
  const entries = Object.entries(wanted);
  const ofRow = entries.filter(([key]) => !Object.hasOwn(cell, key));
  if (!agrees(wanted, cell)) return [];
  const { columns } = table.description;
  for (const key of [name, ...ofRow.map(([other]) => other)])
    if (!columns.some((known) => known.name === key)) throw noColumn(place, key, { cell, table });
  const rows = table.rows.filter((row) => ofRow.every(([key, value]) => row[key] === value));
  const numbers = rows.map((row) => numberIn(place, name, row[name]));
  return which === 'last' ? numbers.slice(-1) : numbers;
}

function numberIn(place: string, name: string, value: unknown): number {
  if (typeof value === 'number') return value;
  throw new BadInput({ place, rule: `column ${name} holds text.`, remedy: 'Name a column of numbers.' });
}

function noColumn(place: string, key: string, table: ClaimTable): BadInput {
  return new BadInput({
    place,
    rule: `${key} is neither a column of the table nor a matrix variable of its stage.`,
    remedy: `There are ${choices([table]).join(', ')}.`,
  });
}

function choices(tables: readonly ClaimTable[]): string[] {
  const names = tables.flatMap(({ cell, table }) => [
    ...Object.keys(cell),
    ...table.description.columns.map(({ name }) => name),
  ]);
  return [...new Set(names)];
}
