import { rounded } from '../../src/claim/evidence.js';
import { discordance } from '../../src/claim/significance/discordance.js';
import { holmAdjusted } from '../../src/claim/significance/holm.js';
import { welchTest } from '../../src/claim/significance/means.js';
import type { NoOutcome, TestOutcome } from '../../src/claim/significance/outcome.js';
import { mcnemarTest, twoProportionsTest } from '../../src/claim/significance/proportions.js';
import type { ModelTest } from './columns.js';
import type { Model } from './models.js';

/** The two-sided p-value of a test, as it is and adjusted for its family; NaN where the test says nothing. */
export interface PValue {
  readonly p: number;
  readonly adjusted: number;
}

/** Two models side by side. */
export interface Pair {
  readonly first: Model;
  readonly second: Model;
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

export function pairOf(first: Model, second: Model): Pair {
  const discordant = discordance(first.network.mistakes, second.network.mistakes);
  if (discordant === undefined) throw new TypeError('the networks were held to the same examples before');
  const [onlyFirst, onlySecond] = discordant;
  return { first, second, onlyFirst, onlySecond };
}

/** The p-values of a family of comparisons by one test. */
export function pValues(pairs: readonly Pair[], test: ModelTest): readonly PValue[] {
  const alone = pairs.map((pair) => pOf(outcomeOf(pair, test)));
  const adjusted = holmAdjusted(alone);
  return alone.map((p, index) => ({ p, adjusted: adjusted[index] ?? NaN }));
}

export function pOf(outcome: TestOutcome | NoOutcome): number {
  return 'undecided' in outcome ? NaN : outcome.different;
}

function outcomeOf({ first, second, onlyFirst, onlySecond }: Pair, test: ModelTest): TestOutcome | NoOutcome {
  if (test === 'twoProportions') return twoProportionsTest(first.count, second.count);
  if (test === 'mcnemar') return mcnemarTest(onlyFirst, onlySecond, first.count.examples);
  return welchTest(first.rates, second.rates);
}

/** As a table shows it: of three digits, so that no last bit of a computation shows. */
export function shownP(p: number): number {
  return rounded(p, 3);
}
