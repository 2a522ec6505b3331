import test from 'ava';
import { tTest, welchTest } from '../../../src/claim/significance/means.js';
import { normalQuantile, normalTail } from '../../../src/claim/significance/normal.js';
import { signTest, wilcoxonTest } from '../../../src/claim/significance/ranks.js';
import { studentQuantile, studentTail } from '../../../src/claim/significance/student.js';
import { near, nearPValues } from './near.js';

// The expected values are those of SciPy 1.17.1: t, norm, ttest_ind, ttest_1samp, wilcoxon, binomtest.

const a = [0.158, 0.161, 0.1555, 0.1602, 0.1571];
const b = [0.162, 0.1655, 0.1599, 0.1666, 0.171, 0.1603];

test('tails of Student’s t are SciPy’s, for any degrees of freedom', (t) => {
  const cases = [
    [0, 3, 0.5],
    [0.5, 1, 0.35241638234956674],
    [2, 4, 0.05805826175840778],
    [3.7, 9.3, 0.002325107363026323],
    [12, 2.5, 0.0014181075150391622],
    [40, 30, 6.863022597203209e-28],
    [1.96, 1e6, 0.024998033792634926],
    [-1.3, 7.7, 0.8844186511740483],
    [0.01, 0.5, 0.49730337181805234],
  ] as const;
  for (const [value, freedom, expected] of cases) near(t, studentTail(value, freedom), expected, `${value}`);
});

test('quantiles of Student’s t are SciPy’s', (t) => {
  near(t, studentQuantile(0.025, 4), 2.7764451051977943);
  near(t, studentQuantile(0.0025, 9), 3.689662392304231);
  near(t, studentQuantile(0.05, 2.7), 2.4638889362708505);
  near(t, studentQuantile(0.005, 1), 63.65674116287158);
});

test('tails of the normal distribution are SciPy’s, and quantiles undo them', (t) => {
  const cases = [
    [0, 0.5],
    [1, 0.15865525393145707],
    [2.5, 0.006209665325776132],
    [-1.7, 0.955434537241457],
    [8, 6.22096057427174e-16],
    [20, 2.7536241186061556e-89],
  ] as const;
  for (const [z, expected] of cases) near(t, normalTail(z), expected, `${z}`);
  for (const z of [0.5, 2.8, 8]) near(t, normalQuantile(normalTail(z)), z);
});

test('t-tests, paired, against a reference and Welch’s, give SciPy’s p-values', (t) => {
  nearPValues(t, welchTest(a, b), [0.010290430008454267, 0.9897095699915457, 0.020580860016908533]);
  nearPValues(t, tTest(a, 0.156), [0.9605389335544304, 0.03946106644556954, 0.07892213289113909]);
});

test('replicates that are one, or alike, are no sample', (t) => {
  for (const outcome of [
    tTest([0.1], 0),
    tTest([0.5, 0.5], 0),
    welchTest([1], [2, 3]),
    welchTest([1, 1], [2, 2]),
    tTest([0.1, 0.1, 0.1], 0.2),
    welchTest([0.1, 0.1, 0.1], [0.7, 0.7, 0.7]),
  ])
    t.true('undecided' in outcome);
});

test('Wilcoxon’s test gives SciPy’s exact p-values, the sign test those of the binomial', (t) => {
  const differences = [-4, -4.5, -4.4, 6.4, -13.9, 2.5, -1.2, -3.3];
  nearPValues(t, wilcoxonTest(differences), [0.125, 0.90234375, 0.25]);
  nearPValues(t, signTest(differences), [0.14453125, 0.96484375, 0.2890625]);
});

test('ties share a rank, and zeros are left out', (t) => {
  // Ranks 1½ 1½ 3: sums above 0 are 0, 1½ (twice), 3 (twice), 4½ (twice), 6.
  nearPValues(t, wilcoxonTest([0, 1, -1, 2]), [7 / 8, 3 / 8, 3 / 4]);
  t.deepEqual(wilcoxonTest([0, 0]), { undecided: 'no replicate differs' });
});
