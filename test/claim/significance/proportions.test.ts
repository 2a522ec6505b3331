import test from 'ava';
import {
  binomialTest,
  fisherTest,
  mcnemarTest,
  twoProportionsTest,
} from '../../../src/claim/significance/proportions.js';
import { near, nearPValues } from './near.js';

// The expected values are those of SciPy 1.17.1: binomtest, fisher_exact, norm, nchypergeom_fisher.

test('the binomial test gives SciPy’s p-values', (t) => {
  const cases = [
    [1560, 10000, 0.164, [0.015454307376398154, 0.9855782501606316, 0.0307225971070799]],
    [7, 300, 0.05, [0.0159680007970871, 0.9934206255991985, 0.03281207521409346]],
    [0, 20, 0.3, [0.0007979226629761204, 1, 0.0010589696700355874]],
    [20, 20, 0.9, [1, 0.12157665459056931, 0.25452997802490435]],
    [3, 12, 0.5, [0.072998046875, 0.980712890625, 0.14599609375]],
    [5292, 10000, 0.538, [0.03966571092736093, 0.9620196734816477, 0.07924101723219462]],
  ] as const;
  for (const [errors, examples, rate, expected] of cases)
    nearPValues(t, binomialTest({ errors, examples }, rate), expected, `${errors}/${examples}`);
});

test('Fisher’s test gives SciPy’s p-values', (t) => {
  const cases = [
    [1560, 10000, 1640, 10000, [0.06378148385101548, 0.9408987582360616, 0.12756296770203096]],
    [3, 20, 10, 25, [0.06413836249343907, 0.9869036851453187, 0.09979625521315821]],
    [0, 10, 5, 10, [0.016253869969040248, 1, 0.032507739938080496]],
    [164, 10000, 221, 10000, [0.0019489184634159291, 0.9986040946957021, 0.0038978369268318582]],
  ] as const;
  for (const [a, n, b, m, expected] of cases)
    nearPValues(
      t,
      fisherTest({ errors: a, examples: n }, { errors: b, examples: m }),
      expected,
      `${a}/${n} ${b}/${m}`,
    );
});

test('the two-proportion z-test gives the normal tails of its statistic', (t) => {
  const cases = [
    [1560, 1640, [0.06141132405069608, 0.938588675949304, 0.12282264810139217]],
    [164, 221, [0.0016765754096772422, 0.9983234245903227, 0.0033531508193544845]],
    [5292, 5380, [0.10613872132429808, 0.8938612786757019, 0.21227744264859616]],
  ] as const;
  for (const [a, b, expected] of cases)
    nearPValues(
      t,
      twoProportionsTest({ errors: a, examples: 10_000 }, { errors: b, examples: 10_000 }),
      expected,
      `${a} ${b}`,
    );
});

test('with few errors the z-test says nothing, and which test does', (t) => {
  const outcome = twoProportionsTest({ errors: 1, examples: 300 }, { errors: 3, examples: 300 });
  t.deepEqual(outcome, { undecided: 'too few errors or hits for the z-test; use fisher' });
});

test('McNemar’s test is the binomial test of those that one alone gets wrong', (t) => {
  nearPValues(t, mcnemarTest(5, 15, 100), [0.020694732666015625, 0.9940910339355469, 0.04138946533203125]);
  nearPValues(
    t,
    mcnemarTest(210, 290, 10_000),
    [0.00020020776841988582, 0.9998581897939409, 0.00040041553683977163],
  );
  nearPValues(t, mcnemarTest(0, 6, 10), [0.015625, 1, 0.03125]);
});

test('where no example is wrong in one alone, McNemar’s test finds nothing and could not have', (t) => {
  const { different, power } = mcnemarTest(0, 0, 10_000);
  t.is(different, 1);
  t.is(power?.(0.01, 0.05), 0);
});

test('powers are sums over the outcomes at which the test finds something', (t) => {
  near(t, binomialTest({ errors: 45, examples: 300 }, 0.15).power?.(0.05, 0.005) ?? NaN, 0.3029895750135018);
  near(t, binomialTest({ errors: 20, examples: 40 }, 0.5).power?.(0.2, 0.05) ?? NaN, 0.703250169634514);
  // Of the rates 0.2 ± 0.3 only one can be.
  const fisher = fisherTest({ errors: 20, examples: 60 }, { errors: 10, examples: 50 });
  near(t, fisher.power?.(0.3, 0.05) ?? NaN, 0.8067129591588094);
  const zTest = twoProportionsTest({ errors: 1560, examples: 10_000 }, { errors: 1640, examples: 10_000 });
  // Φ(0.02/se − z): the usual formula with each rate's own variance.
  if ('undecided' in zTest) t.fail();
  else near(t, zTest.power?.(0.02, 0.005) ?? NaN, 0.8533200908228427);
});
