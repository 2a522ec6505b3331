import type { Static } from 'typebox';
import { Type } from '../stage/schema.js';

/** The statistical tests there are, each with what it is called in a sentence. */
export const testTitles = {
  binomial: 'exact binomial test',
  twoProportions: 'two-proportion z-test',
  fisher: 'Fisher’s exact test',
  mcnemar: 'McNemar’s exact test',
  t: 't-test',
  welch: 'Welch’s t-test',
  sign: 'sign test',
  wilcoxon: 'Wilcoxon’s signed-rank test',
} as const;

export type TestName = keyof typeof testTitles;

export const testSchema = Type.Object(
  {
    name: Type.Union(
      [
        Type.Literal('binomial', { description: 'An error rate against a reference rate.' }),
        Type.Literal('twoProportions', { description: 'Two error rates, many errors each.' }),
        Type.Literal('fisher', { description: 'Two error rates, however few errors.' }),
        Type.Literal('mcnemar', { description: 'Two networks’ predictions of the same examples.' }),
        Type.Literal('t', { description: 'Replicates against a reference, or in pairs.' }),
        Type.Literal('welch', { description: 'Replicates of two cells, not paired.' }),
        Type.Literal('sign', { description: 'Replicates against a reference, or in pairs, by sign alone.' }),
        Type.Literal('wilcoxon', { description: 'The same, by signed ranks: symmetric differences.' }),
      ],
      { title: 'Test', description: 'Which statistical test.' },
    ),
    finding: Type.Union(
      [
        Type.Literal('less'),
        Type.Literal('greater'),
        Type.Literal('different'),
        Type.Literal('not different'),
      ],
      {
        title: 'Finding',
        description:
          'What the measured value is claimed to be, beside the reference or `against`. `not different` needs an effect.',
      },
    ),
    level: Type.Number({
      title: 'Level',
      description: 'α: a p-value below it is a finding; the paper takes 0.005.',
      exclusiveMinimum: 0,
      maximum: 0.5,
    }),
    effect: Type.Optional(
      Type.Number({
        title: 'Effect',
        description:
          'The least difference that would matter, in the unit of the column: where none is found, the test must have had the power to find this one.',
        exclusiveMinimum: 0,
      }),
    ),
    power: Type.Number({
      title: 'Power',
      description: 'The least probability with which the test must find the effect.',
      minimum: 0.5,
      exclusiveMaximum: 1,
      default: 0.9,
    }),
    examples: Type.String({
      title: 'Column of examples',
      description: 'binomial, twoProportions, fisher: the column that says of how many examples the rate is.',
      default: 'examples',
    }),
    truth: Type.String({
      title: 'Column of labels',
      description: 'mcnemar: the column of the true classes.',
      default: 'label',
    }),
    pairedBy: Type.String({
      title: 'Column of pairs',
      description: 'mcnemar: the column that says which example a row is about.',
      default: 'example',
    }),
  },
  {
    title: 'Statistical test',
    description: 'A test that decides what is said of the number, and the level at which it decides.',
    additionalProperties: false,
  },
);

export type StatisticalTest = Static<typeof testSchema>;

export const overSchema = Type.Object(
  {
    variable: Type.String({
      title: 'Variable',
      description: 'The matrix variable that tells replicates apart: seed.',
      default: 'seed',
    }),
    summary: Type.Union([Type.Literal('mean'), Type.Literal('median')], {
      title: 'Summary',
      description: 'What stands for the replicates.',
      default: 'mean',
    }),
    confidence: Type.Number({
      title: 'Confidence',
      description:
        'Of the interval that must lie wholly within what is expected: by t for the mean, by order statistics for the median.',
      minimum: 0.5,
      exclusiveMaximum: 1,
      default: 0.95,
    }),
  },
  {
    title: 'Over replicates',
    description: 'The claim is about the mean or median of its number over all values of a matrix variable.',
    additionalProperties: false,
  },
);

export type Over = Static<typeof overSchema>;
