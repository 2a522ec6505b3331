import type { Row } from '../artifact/table.js';
import { BadInput } from '../stage/problem.js';
import type { ResolvedClaim } from './claim.js';
import type { ClaimTables } from './measured.js';
import { discordance, errorsIn, type Mistakes } from './significance/discordance.js';
import { mcnemarTest } from './significance/proportions.js';
import { type ClaimTable, numberIn, rowsOf, type Sought } from './table-numbers.js';
import { tested, type Tested } from './tested.js';
import type { StatisticalTest } from './test-schema.js';

/** McNemar's test of two tables of predictions; what is measured is the first's error rate. */
export function testedPredictions(
  claim: ResolvedClaim,
  test: StatisticalTest,
  { of, against }: ClaimTables,
): Tested & { readonly measured: number } {
  const { where, column } = claim;
  const own = mistakes({ place: `claim ${claim.id}`, where }, column, test, of);
  const otherWhere = claim.against?.where ?? {};
  const otherColumn = claim.against?.column ?? column;
  const other = mistakes(
    { place: `claim ${claim.id}, against`, where: otherWhere },
    otherColumn,
    test,
    against,
  );
  const measured = errorsIn(own) / own.size;
  if (own.size === 0) return { measured, verdict: 'undecided', why: 'there are no predictions' };
  const discordant = discordance(own, other);
  if (discordant === undefined)
    return { measured, verdict: 'undecided', why: 'the two tables are not about the same examples' };
  const outcome = mcnemarTest(...discordant, own.size);
  const sized = { sizes: [own.size], unit: 'example', discordant } as const;
  return { measured, ...tested(test, { ...outcome, ...sized }) };
}

function mistakes(
  { place, where }: Pick<Sought, 'place' | 'where'>,
  column: string,
  { truth, pairedBy }: StatisticalTest,
  tables: readonly ClaimTable[],
): Mistakes {
  const columns = [column, truth, pairedBy];
  const found = tables.flatMap((table) => rowsOf({ place, where, row: 'only', columns }, table));
  const wrong = new Map(
    found.map((row) => [numberIn(place, row, pairedBy), isWrong(place, row, column, truth)]),
  );
  if (wrong.size === found.length) return wrong;
  throw new BadInput({
    place,
    rule: `where picks ${found.length} rows that have one ${pairedBy} twice.`,
    remedy: 'Name the matrix values of one cell.',
  });
}

function isWrong(place: string, row: Row, column: string, truth: string): boolean {
  return numberIn(place, row, column) !== numberIn(place, row, truth);
}
