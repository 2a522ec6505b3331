import test from 'ava';
import type { ResolvedClaim } from '../../src/claim/claim.js';
import { evaluateClaim } from '../../src/claim/evaluate.js';
import { evidenceText } from '../../src/claim/evidence.js';
import type { ClaimTable } from '../../src/claim/table-numbers.js';
import type { StatisticalTest } from '../../src/claim/test-schema.js';
import { claimBase, claimTable } from './tables.js';

const rates = (scheme: string, errors: number, examples: number): ClaimTable =>
  claimTable({ scheme }, [{ split: 'test', examples, errorRate: errors / examples }]);

const statistical = (
  test: Pick<StatisticalTest, 'name' | 'finding'> & Partial<StatisticalTest>,
): StatisticalTest => ({
  ...{ level: 0.005, power: 0.9, examples: 'examples', truth: 'label', pairedBy: 'example' },
  ...test,
});

const against = { where: { scheme: 'standard' } };
const normalised = { ...claimBase, where: { scheme: 'normalised' } };

const verdictOf = (claim: ResolvedClaim, tables: readonly ClaimTable[]): string =>
  evaluateClaim(claim, tables).verdict;

test('a direction holds where it is found, does not where the opposite is, and is undecided between', (t) => {
  const less = { ...normalised, against, test: statistical({ name: 'twoProportions', finding: 'less' }) };
  const pair = (own: number) => [rates('normalised', own, 10_000), rates('standard', 1640, 10_000)];
  t.is(verdictOf(less, pair(1480)), 'holds');
  t.is(verdictOf(less, pair(1640)), 'undecided');
  t.is(verdictOf(less, pair(1800)), 'does not hold');
  const greater = { ...less, test: { ...less.test, finding: 'greater' as const } };
  t.is(verdictOf(greater, pair(1480)), 'does not hold');
  t.is(verdictOf(greater, pair(1800)), 'holds');
});

test('the verdict names the test, its p-value to three digits, and how many examples it rests on', (t) => {
  const claim = { ...normalised, against, test: statistical({ name: 'fisher', finding: 'less' }) };
  const verdict = evaluateClaim(claim, [rates('normalised', 164, 10_000), rates('standard', 221, 10_000)]);
  t.deepEqual(verdict, {
    ...{ id: 'errs', measured: 0.0164, verdict: 'holds', expected: 'less than scheme standard (α 0.005)' },
    evidence: { sizes: [10_000, 10_000], unit: 'example', test: 'fisher', p: 0.00195 },
  });
  t.is(
    verdict.evidence && evidenceText(verdict.evidence),
    'p 0.00195, Fisher’s exact test, 10,000 and 10,000 examples',
  );
});

test('that nothing is found holds only where the stated effect would have been found', (t) => {
  const test = statistical({ name: 'binomial', finding: 'not different', effect: 0.01 });
  const claim: ResolvedClaim = { ...claimBase, reference: 0.16, test };
  const many = [rates('normalised', 4800, 30_000)];
  const few = [rates('normalised', 48, 300)];
  t.like(evaluateClaim(claim, many), { verdict: 'holds', evidence: { p: 1, power: 0.968 } });
  t.like(evaluateClaim(claim, few), { verdict: 'undecided' });
  t.regex(
    evaluateClaim(claim, few).why ?? '',
    /a difference of 0\.01 would be found with probability 0\.0\d+; 0\.9 is asked for/,
  );
  t.is(verdictOf(claim, [rates('normalised', 5500, 30_000)]), 'does not hold');
  const different = { ...claim, test: { ...test, finding: 'different' as const } };
  t.is(verdictOf(different, many), 'does not hold');
  t.is(verdictOf(different, few), 'undecided');
  t.is(verdictOf(different, [rates('normalised', 5500, 30_000)]), 'holds');
});

test('a rate that is not one of a whole number of errors is not tested', (t) => {
  const claim: ResolvedClaim = {
    ...claimBase,
    ...{ reference: 0.16, test: statistical({ name: 'binomial', finding: 'less' }) },
  };
  const strange = claimTable({}, [{ examples: 10, errorRate: 0.123 }]);
  t.like(evaluateClaim(claim, [strange]), {
    verdict: 'undecided',
    why: 'the rate is not a count of errors over examples',
  });
});

const predictions = (scheme: string, wrong: (example: number) => boolean, count = 1000): ClaimTable =>
  claimTable(
    { scheme },
    Array.from({ length: count }, (_, example) => ({
      example,
      label: 3,
      prediction: wrong(example) ? 1 : 3,
    })),
  );

test('McNemar’s test compares predictions example by example', (t) => {
  const claim = {
    ...normalised,
    ...{ of: 'evaluate.predictions', column: 'prediction', against },
    test: statistical({ name: 'mcnemar', finding: 'less' }),
  };
  // 100 and 130 errors, 90 of them the same: 10 and 40 wrong in one alone.
  const own = predictions('normalised', (example) => example < 100);
  const other = predictions('standard', (example) => example >= 10 && example < 140);
  const verdict = evaluateClaim(claim, [own, other]);
  t.like(verdict, { measured: 0.1, verdict: 'holds' });
  t.like(verdict.evidence, { p: 0.0000119, sizes: [1000], discordant: [10, 40] });
  t.is(verdictOf(claim, [own, predictions('standard', (example) => example < 96)]), 'undecided');
  t.like(evaluateClaim(claim, [own, predictions('standard', () => false, 999)]), {
    verdict: 'undecided',
    why: 'the two tables are not about the same examples',
  });
});

const replicated = (scheme: string, values: readonly number[]): readonly ClaimTable[] =>
  values.map((errorRate, index) => claimTable({ scheme, seed: index + 1 }, [{ errorRate }]));

const over = { variable: 'seed', summary: 'mean', confidence: 0.95 } as const;

test('replicates of two cells are compared by Welch’s test, or in pairs', (t) => {
  const tables = [
    ...replicated('normalised', [0.158, 0.161, 0.1555, 0.1602, 0.1571, 0.159]),
    ...replicated('standard', [0.162, 0.1655, 0.1599, 0.1666, 0.171, 0.1603]),
  ];
  const claim = (name: StatisticalTest['name'], level: number): ResolvedClaim => ({
    ...normalised,
    ...{ over, against, test: statistical({ name, finding: 'less', level }) },
  });
  t.like(evaluateClaim(claim('welch', 0.05), tables), { verdict: 'holds', evidence: { sizes: [6, 6] } });
  t.is(verdictOf(claim('welch', 0.001), tables), 'undecided');
  t.like(evaluateClaim(claim('sign', 0.05), tables), {
    verdict: 'holds',
    evidence: { p: 0.0156, sizes: [6] },
  });
  t.like(evaluateClaim(claim('wilcoxon', 0.05), tables), { verdict: 'holds', evidence: { p: 0.0156 } });
  t.is(verdictOf(claim('t', 0.05), tables), 'holds');
  t.like(evaluateClaim(claim('t', 0.05), tables.slice(0, -1)), {
    verdict: 'undecided',
    why: 'seed 6 has no partner',
  });
  t.like(evaluateClaim(claim('t', 0.05), tables.slice(1)), {
    verdict: 'undecided',
    why: 'seed 1 has no partner',
  });
});
