import test from 'ava';
import type { ResolvedClaim } from '../../src/claim/claim.js';
import { evaluateClaim } from '../../src/claim/evaluate.js';
import { BadInput } from '../../src/stage/problem.js';
import { claimBase, claimTable } from './tables.js';

const over = { variable: 'seed', summary: 'mean', confidence: 0.95 } as const;

const seeds = (values: readonly number[]) =>
  values.map((errorRate, index) => claimTable({ seed: index + 1 }, [{ errorRate, twice: 2 * errorRate }]));

test('a claim over replicates is about their mean, and holds where its whole interval does', (t) => {
  // Mean 3, sd √2.5, t(0.975, 4) = 2.776: ± 1.963.
  const tables = seeds([1, 2, 3, 4, 5]);
  const verdict = (bound: Partial<ResolvedClaim>) => evaluateClaim({ ...claimBase, over, ...bound }, tables);
  t.like(verdict({ atLeast: 1 }), {
    ...{ measured: 3, verdict: 'holds' },
    evidence: { sizes: [5], interval: { least: 1.03676, greatest: 4.96324, confidence: 0.95 } },
  });
  t.like(verdict({ atLeast: 2 }), { verdict: 'undecided', why: 'the interval is partly as expected' });
  t.is(verdict({ atLeast: 5 }).verdict, 'does not hold');
  t.is(verdict({ reference: 3, within: { absolute: 2 } }).verdict, 'holds');
  t.is(verdict({ reference: 3, within: { absolute: 1 } }).verdict, 'undecided');
  t.is(verdict({ between: [-5, 0] }).verdict, 'does not hold');
});

test('the interval of a median is of order statistics: of ten, from the second to the ninth', (t) => {
  const claim: ResolvedClaim = { ...claimBase, over: { ...over, summary: 'median' }, atLeast: 0 };
  t.like(evaluateClaim(claim, seeds([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])), {
    measured: 5.5,
    evidence: { interval: { least: 2, greatest: 9 } },
  });
  t.like(evaluateClaim(claim, seeds([1, 2, 3, 4, 5])), {
    ...{ measured: 3, verdict: 'undecided', why: '5 of seed are too few for an interval' },
  });
});

test('one replicate has no interval', (t) => {
  t.is(evaluateClaim({ ...claimBase, over, atLeast: -1e9 }, seeds([1])).verdict, 'undecided');
});

test('a quotient is taken replicate by replicate', (t) => {
  const claim: ResolvedClaim = {
    ...claimBase,
    over,
    relativeTo: { where: {}, column: 'twice' },
    between: [0.4, 0.6],
  };
  t.like(evaluateClaim(claim, seeds([1, 2, 3])), { measured: 0.5, verdict: 'holds' });
});

test('a replicate that is not a number is named', (t) => {
  t.like(evaluateClaim({ ...claimBase, over, atLeast: 0 }, seeds([1, NaN, 3])), {
    ...{ measured: null, verdict: 'does not hold', why: 'the measured value of seed 2 is not a number' },
  });
});

test('what a table does not depend on tells no replicates apart', (t) => {
  const claim: ResolvedClaim = { ...claimBase, over: { ...over, variable: 'sead' }, atLeast: 0 };
  t.throws(() => evaluateClaim(claim, seeds([1, 2])), {
    instanceOf: BadInput,
    message: /does not depend on a matrix variable sead/,
  });
});
