import type { Row } from '../../src/artifact/table.js';
import { rounded } from '../../src/claim/evidence.js';
import { meanInterval, wilsonInterval } from '../../src/claim/significance/intervals.js';
import { twoProportionsTest } from '../../src/claim/significance/proportions.js';
import { type ModelTest, testSuffixes, testsOf } from './columns.js';
import { pairOf, type PValue, pOf, pValues, shownP } from './comparison.js';
import { findingOf } from './findings.js';
import { bestOf, type Model } from './models.js';
import type { SignificanceParameters } from './parameters.js';

/** One row a model, each beside the best. */
export function modelRows(models: readonly Model[], parameters: SignificanceParameters): readonly Row[] {
  const best = bestOf(models);
  if (best === undefined) return [];
  const others = models.filter((model) => model !== best);
  const pairs = others.map((model) => pairOf(model, best));
  const byTest = testsOf(parameters).map((test) => ({ test, values: pValues(pairs, test) }));
  return models.map((model) => ({
    ...measured(model, parameters),
    ...byPaper(model, parameters),
    ...overReplicates(model, parameters),
    ...joined(byTest.map(({ test, values }) => besideBest(test, values[others.indexOf(model)], parameters))),
  }));
}

function measured({ name, variables, count }: Model, { confidence }: SignificanceParameters): Row {
  const [low, high] = wilsonInterval(count, confidence);
  const { errors, examples } = count;
  const rates = { errorRate: errors / examples, low: rounded(low, 6), high: rounded(high, 6) };
  return { model: name, ...variables, ...rates, errors, examples };
}

function byPaper(
  { count, paper }: Model,
  { published, publishedExamples: examples }: SignificanceParameters,
): Row {
  if (published.length === 0) return {};
  if (paper === undefined) return { paperErrorRate: NaN, difference: NaN, pPaper: NaN, paperFinding: '' };
  const { errorRate, notDifferent } = paper;
  const outcome = twoProportionsTest(count, { errors: Math.round(errorRate * examples), examples });
  return {
    paperErrorRate: errorRate,
    // No last bit of the subtraction shows: 0.3 − 0.1 is 0.2.
    difference: rounded(count.errors / count.examples - errorRate, 12),
    pPaper: shownP(pOf(outcome)),
    paperFinding: notDifferent === undefined ? '' : notDifferent ? 'not different' : 'different',
  };
}

function overReplicates({ rates, mean }: Model, { over, confidence }: SignificanceParameters): Row {
  if (over === '') return {};
  const [low, high] = meanInterval(rates, confidence) ?? [NaN, NaN];
  const interval = { meanLow: rounded(low, 6), meanHigh: rounded(high, 6) };
  return { replicates: rates.length, meanErrorRate: rounded(mean, 12), ...interval };
}

/** Without a p-value, the best itself. */
function besideBest(test: ModelTest, value: PValue | undefined, { level }: SignificanceParameters): Row {
  const { p, adjusted } = value ?? { p: 1, adjusted: 1 };
  return {
    ...pCells(test, { p, adjusted }),
    [`by${testSuffixes[test]}`]: value === undefined ? 'best' : findingOf(p, adjusted, level),
  };
}

function pCells(test: ModelTest, { p, adjusted }: PValue): Row {
  const suffix = testSuffixes[test];
  return { [`p${suffix}`]: shownP(p), [`holm${suffix}`]: shownP(adjusted) };
}

/** One row a pair, each with all that come after it. */
export function pairRows(
  models: readonly Model[],
  parameters: SignificanceParameters,
  between: () => void,
): readonly Row[] {
  const pairs = models.flatMap((first, index) => {
    between();
    return models.slice(index + 1).map((second) => pairOf(first, second));
  });
  const byTest = testsOf(parameters).map((test) => ({ test, values: pValues(pairs, test) }));
  return pairs.map(({ first, second, onlyFirst, onlySecond }, index) => {
    const [one, other] = [first, second].map(({ count }) => count.errors / count.examples);
    const cells = byTest.map(({ test, values }) => pCells(test, values[index] ?? { p: NaN, adjusted: NaN }));
    return {
      ...{ first: first.name, second: second.name, onlyFirst, onlySecond },
      ...{ firstErrorRate: one ?? NaN, secondErrorRate: other ?? NaN },
      difference: rounded((one ?? NaN) - (other ?? NaN), 12),
      ...joined(cells),
    };
  });
}

function joined(rows: readonly Row[]): Row {
  return Object.fromEntries(rows.flatMap((row) => Object.entries(row)));
}
