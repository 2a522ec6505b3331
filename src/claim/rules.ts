import type { Claim } from './claim.js';
import { referenceNumber } from './expectation.js';
import { countsExamples } from './measured.js';

/** What is wrong with a claim that its schema cannot say: the member at fault, the rule, the remedy. */
export interface BrokenRule {
  readonly path: readonly string[];
  readonly rule: string;
  readonly remedy: string;
}

export function brokenRules(claim: Claim): readonly BrokenRule[] {
  return [...toleranceRules(claim), ...testRules(claim)];
}

function toleranceRules({ within, test, reference, against, over, between }: Claim): readonly BrokenRule[] {
  const nothing = reference === undefined && against === undefined;
  const exact = within !== undefined && within.relative === undefined && within.absolute === undefined;
  return [
    ...broken(
      within !== undefined && nothing,
      ['within'],
      'within says how near, but not to what.',
      'Give reference or against.',
    ),
    ...broken(
      within === undefined && test === undefined && !nothing,
      [reference === undefined ? 'against' : 'reference'],
      'a claim does not say how near to this its number must be.',
      'Give within or test.',
    ),
    ...broken(
      exact && over !== undefined,
      ['within'],
      'a mean or median of replicates is not compared bit by bit.',
      'Give relative or absolute.',
    ),
    ...broken(
      against !== undefined && over !== undefined && test === undefined,
      ['against'],
      'replicates are compared with those of another cell by a test.',
      'Give test: welch, t, sign or wilcoxon.',
    ),
    ...broken(
      between !== undefined && between[0] > between[1],
      ['between'],
      'between names the greater bound first.',
      'Exchange the two.',
    ),
  ];
}

const replicateTests = ['t', 'welch', 'sign', 'wilcoxon'];

function testRules({ test, over, against, reference, relativeTo, row }: Claim): readonly BrokenRule[] {
  if (test === undefined) return [];
  const { name, finding, effect } = test;
  const ofReplicates = replicateTests.includes(name);
  const ofTwo = name === 'twoProportions' || name === 'fisher' || name === 'mcnemar' || name === 'welch';
  const at = ['test', 'name'];
  return [
    ...broken(
      ofReplicates && over === undefined,
      at,
      `${name} is a test over replicates.`,
      'Give over: { "variable": "seed" }.',
    ),
    ...broken(
      !ofReplicates && over !== undefined,
      at,
      `${name} is not a test over replicates.`,
      `Use ${replicateTests.join(', ')}.`,
    ),
    ...broken(
      ofTwo && against === undefined,
      at,
      `${name} compares two cells.`,
      'Give against in place of reference.',
    ),
    ...broken(
      name === 'binomial' && against !== undefined,
      at,
      'binomial compares with a reference.',
      'Use twoProportions, fisher or mcnemar.',
    ),
    ...broken(
      name === 'binomial' && reference !== undefined && !isRate(reference),
      ['reference'],
      'the reference of a binomial test is a rate.',
      'It lies between 0 and 1, without them.',
    ),
    ...broken(
      (countsExamples(name) || name === 'mcnemar') && relativeTo !== undefined,
      ['relativeTo'],
      `${name} is about a rate, not about a quotient.`,
      'Leave relativeTo out.',
    ),
    ...broken(name === 'mcnemar' && row === 'last', ['row'], 'mcnemar is about all rows.', 'Leave row out.'),
    ...broken(
      finding === 'not different' && effect === undefined,
      ['test', 'finding'],
      'that nothing is found says little of itself.',
      'Give effect: the least difference that would matter.',
    ),
    ...broken(
      effect !== undefined && (name === 'sign' || name === 'wilcoxon'),
      ['test', 'effect'],
      `there is no power of ${name} without a shape of the distribution.`,
      'Use t or welch.',
    ),
  ];
}

function isRate(reference: number | string): boolean {
  const rate = referenceNumber(reference);
  return rate > 0 && rate < 1;
}

function broken(
  isBroken: boolean,
  path: readonly string[],
  rule: string,
  remedy: string,
): readonly BrokenRule[] {
  return isBroken ? [{ path, rule, remedy }] : [];
}
