import test from 'ava';
import { studentQuantile } from '../../../src/claim/significance/student.js';
import { noncentralTail } from '../../../src/claim/significance/student-power.js';

/** Degrees of freedom, shift, level, and `scipy.stats.nct.sf(t.isf(level/2, df), df, shift)` (SciPy 1.17). */
const cases = [
  [1, 40, 0.05, 0.998301],
  [2, 6, 0.05, 0.835738],
  [3, 5, 0.05, 0.898606],
  [3, 9.09, 0.005, 0.772807],
  [5, 4, 0.05, 0.887258],
  [7.3, 3, 0.05, 0.736402],
  [9, 3.65, 0.05, 0.899838],
  [19, 2, 0.005, 0.156695],
  [49, 3.31, 0.05, 0.900516],
  [400, 3.5, 0.005, 0.750391],
] as const;

test('the power of t-tests is SciPy’s, also with few replicates', (t) => {
  for (const [freedom, shift, level, expected] of cases) {
    const power = noncentralTail(studentQuantile(level / 2, freedom), freedom, shift);
    t.true(Math.abs(power - expected) < 2e-6, `${freedom}, ${shift}: ${power}, not ${expected}`);
  }
});

test('a difference of any size is found as often as the level allows, or more; a large one always', (t) => {
  for (const freedom of [1, 2, 3.5, 30, 1e6]) {
    const quantile = studentQuantile(0.025, freedom);
    t.true(Math.abs(noncentralTail(quantile, freedom, 0) - 0.025) < 1e-4, `${freedom}`);
    t.true(noncentralTail(quantile, freedom, 1e4) > 0.9999);
  }
});
