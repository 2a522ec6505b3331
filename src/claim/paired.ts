import type { Row } from '../artifact/table.js';
import { BadInput } from '../stage/problem.js';
import type { ResolvedClaim } from './claim.js';
import type { ClaimTables } from './measured.js';
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
  const measured = count(own, (wrong) => wrong) / own.size;
  if (own.size === 0) return { measured, verdict: 'undecided', why: 'there are no predictions' };
  if (own.size !== other.size || [...own.keys()].some((example) => !other.has(example)))
    return { measured, verdict: 'undecided', why: 'the two tables are not about the same examples' };
  const onlyOwn = count(own, (wrong, example) => wrong && other.get(example) === false);
  const onlyOther = count(own, (wrong, example) => !wrong && other.get(example) === true);
  const outcome = mcnemarTest(onlyOwn, onlyOther, own.size);
  const sized = { sizes: [own.size], unit: 'example', discordant: [onlyOwn, onlyOther] } as const;
  return { measured, ...tested(test, { ...outcome, ...sized }) };
}

/** By example: whether its prediction is wrong. */
function mistakes(
  { place, where }: Pick<Sought, 'place' | 'where'>,
  column: string,
  { truth, pairedBy }: StatisticalTest,
  tables: readonly ClaimTable[],
): ReadonlyMap<number, boolean> {
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

function count(
  wrong: ReadonlyMap<number, boolean>,
  counts: (wrong: boolean, example: number) => boolean,
): number {
  return [...wrong].filter(([example, each]) => counts(each, example)).length;
}
