import test from 'ava';
import fc from 'fast-check';
import type { ResolvedClaim } from '../../src/claim/claim.js';
import { evaluateClaim } from '../../src/claim/evaluate.js';
import { type StatisticalTest, testTitles, type TestName } from '../../src/claim/test-schema.js';
import { brokenRules } from '../../src/claim/rules.js';
import type { ClaimTable } from '../../src/claim/table-numbers.js';
import { BadInput } from '../../src/stage/problem.js';
import { claimBase, claimTable } from './tables.js';

const strange = fc.constantFrom(NaN, Infinity, -Infinity);
const sane = fc.double({ min: 0.01, max: 0.99, noNaN: true });
// All tests there are.
const names = Object.keys(testTitles) as TestName[];

const statisticalTest: fc.Arbitrary<StatisticalTest> = fc.record({
  name: fc.constantFrom(...names),
  finding: fc.constantFrom('less', 'greater', 'different', 'not different'),
  level: fc.constantFrom(0.005, 0.05, 0.5),
  effect: fc.constantFrom(0.001, 0.1, 10),
  ...{ power: fc.constant(0.9), examples: fc.constant('examples') },
  ...{ truth: fc.constant('label'), pairedBy: fc.constant('example') },
});

const over = fc.record({
  variable: fc.constant('seed'),
  summary: fc.constantFrom('mean', 'median'),
  confidence: fc.constantFrom(0.9, 0.95, 0.99),
});

const expectation = fc.oneof(
  fc.record({ atLeast: sane }),
  fc.record({ atMost: sane }),
  fc.record({ between: fc.tuple(sane, sane) }),
  fc.record({
    reference: sane,
    within: fc.oneof(
      fc.record({ relative: sane }),
      fc.record({ absolute: sane }),
      fc.record({ ulp32: fc.nat() }),
      fc.record({ ulp64: fc.nat() }),
      fc.constant({ bits: true as const }),
    ),
  }),
  fc.record({ against: fc.constant({ where: { side: 'other' } }), within: fc.record({ absolute: sane }) }),
  fc.record({ reference: sane, test: statisticalTest }),
  fc.record({ against: fc.constant({ where: { side: 'other' } }), test: statisticalTest }),
);

/** Claims that a pipeline may make. */
const claims: fc.Arbitrary<ResolvedClaim> = fc
  .tuple(expectation, fc.option(over, { nil: undefined }))
  .map(([expected, replicates]) => ({
    ...{ ...claimBase, where: { side: 'own' } },
    ...expected,
    ...(replicates === undefined ? {} : { over: replicates }),
  }))
  .filter((claim) => brokenRules(claim).length === 0);

interface Numbers {
  readonly own: readonly number[];
  readonly other: readonly number[];
  readonly examples: number;
}

const tables = ({ own, other, examples }: Numbers): readonly ClaimTable[] =>
  (['own', 'other'] as const).flatMap((side) =>
    (side === 'own' ? own : other).map((errorRate, index) =>
      claimTable({ side, seed: index + 1 }, [
        { errorRate, examples, example: index, label: 1, prediction: errorRate },
      ]),
    ),
  );

/** The verdict, or none where the numbers cannot even be found: then the claim does not hold. */
function verdictOf(claim: ResolvedClaim, numbers: Numbers): string {
  const count = claim.over === undefined ? 1 : numbers.own.length;
  const cut = (values: readonly number[]) => values.slice(0, count);
  const found = { ...numbers, own: cut(numbers.own), other: cut(numbers.other) };
  try {
    return evaluateClaim(claim, tables(found)).verdict;
  } catch (error) {
    if (error instanceof BadInput) return 'does not hold';
    throw error;
  }
}

const several = fc.array(sane, { minLength: 2, maxLength: 12 });

test('no claim holds on a number that is not finite', (t) => {
  const isOfPredictions = ({ test: of }: ResolvedClaim) => of?.name === 'mcnemar';
  fc.assert(
    fc.property(
      claims.filter((claim) => !isOfPredictions(claim)),
      several,
      strange,
      fc.boolean(),
      (claim, values, bad, inOther) => {
        const spoilt = [bad, ...values.slice(1)];
        const other = inOther && claim.against !== undefined;
        const numbers = { own: other ? values : spoilt, other: other ? spoilt : values, examples: 100 };
        return verdictOf(claim, numbers) !== 'holds';
      },
    ),
    { numRuns: 2000 },
  );
  t.pass();
});

test('no claim holds below its budget', (t) => {
  fc.assert(
    fc.property(claims, several, (claim, values) => {
      const budget = { what: 'updates', needed: 2, given: 1 };
      return verdictOf({ ...claim, budget }, { own: values, other: values, examples: 100 }) !== 'holds';
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

test('no claim over replicates or by a test holds where there is no data, or only one replicate', (t) => {
  const needsMore = claims.filter((claim) => claim.over !== undefined || claim.test !== undefined);
  fc.assert(
    fc.property(
      needsMore,
      fc.array(sane, { maxLength: 1 }),
      fc.array(sane, { maxLength: 1 }),
      (claim, own, other) => {
        return verdictOf(claim, { own, other, examples: 0 }) !== 'holds';
      },
    ),
    { numRuns: 1000 },
  );
  t.pass();
});

test('equal numbers are never found to be less, greater or different', (t) => {
  const found = claims.filter(({ test: of }) => of !== undefined && of.finding !== 'not different');
  fc.assert(
    fc.property(found, fc.nat({ max: 100 }), (claim, errors) => {
      const own = Array.from({ length: 6 }, () => errors / 100);
      const same =
        claim.reference === undefined
          ? claim
          : { ...claim, reference: Math.min(0.99, Math.max(0.01, errors / 100)) };
      fc.pre(claim.reference === undefined || (errors > 0 && errors < 100));
      return verdictOf(same, { own, other: own, examples: 100 }) !== 'holds';
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

test('a p-value is a probability', (t) => {
  const rates = claims.filter(({ test: of }) => of !== undefined && of.name !== 'mcnemar');
  fc.assert(
    fc.property(rates, fc.array(fc.nat({ max: 50 }), { minLength: 6, maxLength: 6 }), (claim, errors) => {
      const values = errors.map((count) => count / 50);
      const numbers = { own: values, other: values.toReversed(), examples: 50 };
      const count = claim.over === undefined ? 1 : 6;
      const cut = { ...numbers, own: numbers.own.slice(0, count), other: numbers.other.slice(0, count) };
      const { evidence } = evaluateClaim(claim, tables(cut));
      return evidence?.p === undefined || (evidence.p >= 0 && evidence.p <= 1);
    }),
    { numRuns: 1000 },
  );
  t.pass();
});
