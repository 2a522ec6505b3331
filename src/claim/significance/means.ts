import type { NoOutcome, TestOutcome } from './outcome.js';
import { noncentralTail } from './student-power.js';
import { studentQuantile, studentTail } from './student.js';

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Σ(x − mean)²/(n − 1). */
export function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1);
}

/** Student's t-test of a mean against a reference. */
export function tTest(values: readonly number[], reference: number): TestOutcome | NoOutcome {
  const error = Math.sqrt(varianceOf(values) / values.length);
  return byStudent(meanOf(values) - reference, error, values.length - 1, values);
}

/** Welch's t-test of two means, with the degrees of freedom of Welch and Satterthwaite. */
export function welchTest(a: readonly number[], b: readonly number[]): TestOutcome | NoOutcome {
  const [u, v] = [varianceOf(a) / a.length, varianceOf(b) / b.length];
  const freedom = ((u + v) * (u + v)) / ((u * u) / (a.length - 1) + (v * v) / (b.length - 1));
  return byStudent(meanOf(a) - meanOf(b), Math.sqrt(u + v), freedom, [...a, ...b]);
}

/** Below this part of the greatest value a standard error is rounding: numbers that are alike would differ with certainty. */
const rounding = 1e-12;

function byStudent(
  difference: number,
  error: number,
  freedom: number,
  values: readonly number[],
): TestOutcome | NoOutcome {
  if (!(freedom > 0)) return { undecided: 'a t-test needs two replicates or more that differ' };
  const least = rounding * Math.max(...values.map(Math.abs));
  if (!(error > least) || !Number.isFinite(error)) return { undecided: 'the replicates do not vary' };
  const t = difference / error;
  return {
    less: studentTail(-t, freedom),
    greater: studentTail(t, freedom),
    different: Math.min(1, 2 * studentTail(Math.abs(t), freedom)),
    power: (effect, level) => noncentralTail(studentQuantile(level / 2, freedom), freedom, effect / error),
  };
}
