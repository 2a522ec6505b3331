import type { JsonObject } from '../artifact/json.js';
import { exactNumber } from '../artifact/numbers.js';
import { agrees, cellValueText } from '../stage/cell.js';
import { BadInput } from '../stage/problem.js';
import { claimRoles, type ResolvedClaim } from './claim.js';
import { expectationOf, expectationText } from './expectation.js';
import { measuredNumbers, otherNumbers, type ClaimTables, type Measured } from './measured.js';
import { testedPredictions } from './paired.js';
import { judgedOver, summaryOf } from './replicates.js';
import type { ClaimTable } from './table-numbers.js';
import { testedNumbers, type Tested } from './tested.js';
import type { Verdict } from './verdict.js';

/**
 * The verdict on a claim whose tables are found by the roles of `claimRoles`. A claim about a cell that the run does not have is
 * undecided, and so is one that needs a larger budget; one whose number cannot be found in its table does not hold, and says why.
 */
export async function verdictOn(
  claim: ResolvedClaim,
  tablesIn: (role: string) => Promise<readonly ClaimTable[]>,
): Promise<Verdict> {
  const roles = claimRoles(claim.id);
  const unmeasured = { id: claim.id, measured: null, expected: expectationText(claim) };
  try {
    const of = await tablesIn(roles.of);
    const relativeTo = claim.relativeTo === undefined ? of : await tablesIn(roles.relativeTo);
    const against = claim.against === undefined ? of : await tablesIn(roles.against);
    const wheres = [
      [claim.where, of],
      [claim.relativeTo?.where ?? {}, relativeTo],
      [claim.against?.where ?? {}, against],
    ] as const;
    if (wheres.some(([where, tables]) => isElsewhere(where, tables)))
      return { ...unmeasured, verdict: 'undecided', why: 'no cell of this run has the values it names' };
    return evaluateClaim(claim, of, relativeTo, against);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    // With a larger budget the table may have the row.
    const needed = shortOf(claim);
    if (needed !== undefined) return { ...unmeasured, verdict: 'undecided', why: needed };
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
  of: readonly ClaimTable[],
  relativeTo: readonly ClaimTable[] = of,
  against: readonly ClaimTable[] = of,
): Verdict {
  const { measured, ...judged } = judge(claim, { of, relativeTo, against });
  const found = {
    id: claim.id,
    measured: Number.isFinite(measured) ? measured : null,
    expected: expectationText(claim),
  };
  const needed = shortOf(claim);
  // What a test says before its time is evidence of nothing, and not shown.
  return needed === undefined ? { ...found, ...judged } : { ...found, verdict: 'undecided', why: needed };
}

/** What the claim needs, where its budget was less. */
function shortOf({ budget }: ResolvedClaim): string | undefined {
  if (budget === undefined || budget.given >= budget.needed) return undefined;
  return `needs ${exactNumber(budget.needed)} ${budget.what}, had ${exactNumber(budget.given)}`;
}

type Judged = Tested & { readonly measured: number };

function judge(claim: ResolvedClaim, tables: ClaimTables): Judged {
  const { over, test } = claim;
  if (test?.name === 'mcnemar') return testedPredictions(claim, test, tables);
  const numbers = measuredNumbers(claim, tables);
  const values = numbers.map(({ value }) => value);
  const measured = over === undefined ? (values[0] ?? NaN) : summaryOf(values, over);
  const strange = numbers.find(({ value }) => !Number.isFinite(value));
  if (strange !== undefined)
    return { measured: NaN, verdict: 'does not hold', why: strangeText(claim, strange) };
  if (test !== undefined) return { measured, ...testedNumbers(claim, test, numbers, tables) };
  const other = claim.against === undefined ? NaN : (otherNumbers(claim, tables)[0]?.value ?? NaN);
  if (claim.against !== undefined && !Number.isFinite(other))
    return { measured, verdict: 'does not hold', why: `the other value is ${exactNumber(other)}` };
  const expected = expectationOf(claim, other);
  if (over !== undefined) return { measured, ...judgedOver(values, over, expected) };
  return { measured, verdict: expected.holds(measured) ? 'holds' : 'does not hold' };
}

function strangeText({ over }: ResolvedClaim, { value, replicate }: Measured): string {
  const of = over === undefined ? '' : ` of ${over.variable} ${cellValueText(replicate ?? null)}`;
  return `the measured value${of} is ${exactNumber(value)}`;
}
