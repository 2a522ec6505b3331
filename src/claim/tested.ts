import { sameJson } from '../artifact/digest.js';
import { cellValueText } from '../stage/cell.js';
import type { ResolvedClaim } from './claim.js';
import { type Decision, decisionOf } from './decision.js';
import type { Evidence } from './evidence.js';
import { referenceNumber } from './expectation.js';
import { type Measured, otherNumbers, type ClaimTables } from './measured.js';
import type { NoOutcome, TestOutcome } from './significance/outcome.js';
import { tTest, welchTest } from './significance/means.js';
import { binomialTest, fisherTest, twoProportionsTest, type Count } from './significance/proportions.js';
import { signTest, wilcoxonTest } from './significance/ranks.js';
import type { StatisticalTest } from './test-schema.js';

/** What a test says of a claim's numbers. */
export interface Tested extends Omit<Decision, 'p'> {
  readonly evidence?: Evidence;
}

/** The test of a claim about numbers in cells; McNemar's, about rows, is in `paired.ts`. Throws BadInput where numbers are not found. */
export function testedNumbers(
  claim: ResolvedClaim,
  test: StatisticalTest,
  numbers: readonly Measured[],
  tables: ClaimTables,
): Tested {
  const others = claim.against === undefined ? undefined : otherNumbers(claim, tables);
  const strange = [...numbers, ...(others ?? [])].find(({ value }) => !Number.isFinite(value));
  if (strange !== undefined)
    return { verdict: 'undecided', why: `a number it is tested with is ${strange.value}` };
  const outcome = isOfRates(test)
    ? ofRates(claim, test, numbers, others)
    : ofReplicates(claim, test, numbers, others);
  return 'undecided' in outcome ? { verdict: 'undecided', why: outcome.undecided } : tested(test, outcome);
}

/** A test's outcome with the sizes that it rests on. */
export type Sized = TestOutcome & Pick<Evidence, 'sizes' | 'unit' | 'discordant'>;

export function tested(test: StatisticalTest, outcome: Sized): Tested {
  const { p, ...decision } = decisionOf(test, outcome);
  const { sizes, unit, discordant } = outcome;
  const evidence = {
    ...{ sizes, unit, test: test.name, p },
    ...(decision.power === undefined ? {} : { power: decision.power }),
    ...(discordant === undefined ? {} : { discordant }),
  };
  return { ...decision, evidence };
}

function isOfRates({ name }: StatisticalTest): boolean {
  return name === 'binomial' || name === 'twoProportions' || name === 'fisher';
}

function ofRates(
  { reference }: ResolvedClaim,
  { name, examples }: StatisticalTest,
  [own]: readonly Measured[],
  [other]: readonly Measured[] = [],
): Sized | NoOutcome {
  const counts = [own, other].flatMap((measured) =>
    measured === undefined ? [] : [countOf(measured, examples)],
  );
  const [first, second] = counts;
  if (first === undefined || counts.includes(undefined))
    return { undecided: `the rate is not a count of errors over ${examples}` };
  const sized = (outcome: TestOutcome, ...of: readonly Count[]): Sized => ({
    ...outcome,
    ...{ sizes: of.map((count) => count.examples), unit: 'example' },
  });
  if (name === 'binomial')
    return reference === undefined
      ? { undecided: 'there is no reference' }
      : sized(binomialTest(first, referenceNumber(reference)), first);
  if (second === undefined) return { undecided: 'there is nothing to test against' };
  const outcome = name === 'fisher' ? fisherTest(first, second) : twoProportionsTest(first, second);
  return 'undecided' in outcome ? outcome : sized(outcome, first, second);
}

/** How many errors a rate is of so many examples; undefined where it is not the rate of a whole number of them. */
function countOf({ value, row }: Measured, column: string): Count | undefined {
  const examples = row[column];
  if (typeof examples !== 'number' || !Number.isInteger(examples) || examples < 1) return undefined;
  const errors = Math.round(value * examples);
  return errors / examples === value && errors >= 0 && errors <= examples ? { errors, examples } : undefined;
}

function ofReplicates(
  { over, reference }: ResolvedClaim,
  { name }: StatisticalTest,
  numbers: readonly Measured[],
  others: readonly Measured[] | undefined,
): Sized | NoOutcome {
  const values = numbers.map(({ value }) => value);
  if (name === 'welch') {
    const second = (others ?? []).map(({ value }) => value);
    const outcome = welchTest(values, second);
    return 'undecided' in outcome
      ? outcome
      : { ...outcome, sizes: [values.length, second.length], unit: 'replicate' };
  }
  const alone =
    numbers.find(({ replicate }) => partnerOf(replicate, others) === undefined) ??
    others?.find(({ replicate }) => partnerOf(replicate, numbers) === undefined);
  if (reference === undefined && alone !== undefined)
    return {
      undecided: `${over?.variable ?? 'replicate'} ${cellValueText(alone.replicate ?? null)} has no partner`,
    };
  const zero = reference === undefined ? 0 : referenceNumber(reference);
  const differences = numbers.map(
    ({ value, replicate }) => value - (partnerOf(replicate, others)?.value ?? zero),
  );
  const outcome =
    name === 't'
      ? tTest(differences, 0)
      : name === 'sign'
        ? signTest(differences)
        : wilcoxonTest(differences);
  return 'undecided' in outcome ? outcome : { ...outcome, sizes: [values.length], unit: 'replicate' };
}

function partnerOf(
  replicate: Measured['replicate'],
  others: readonly Measured[] | undefined,
): Measured | undefined {
  return others?.find((other) => sameJson(other.replicate, replicate));
}
