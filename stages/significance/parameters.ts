import type { Static } from 'typebox';
import type { Json } from '../../src/artifact/json.js';
import { Type } from '../../src/stage/schema.js';

const published = Type.Object(
  {
    where: Type.Record(Type.String(), Type.Unsafe<Json>({}), {
      title: 'Which model',
      description: 'Values of the variables that choose one model.',
    }),
    name: Type.Optional(
      Type.String({ title: 'Name', description: 'What the paper calls the model.', minLength: 1 }),
    ),
    errorRate: Type.Number({
      title: 'Error rate',
      description: 'The test error that the paper gives, a fraction: 0.156 for 15.6 %.',
      minimum: 0,
      maximum: 1,
    }),
    notDifferent: Type.Optional(
      Type.Boolean({
        title: 'Not different from the best',
        description: 'Whether the paper marks it so, or as the best (bold in table 1).',
      }),
    ),
  },
  { additionalProperties: false },
);

export const parameters = Type.Object(
  {
    level: Type.Number({
      title: 'Level',
      description: 'α: a p-value below it is a difference; the paper takes 0.005.',
      default: 0.005,
      exclusiveMinimum: 0,
      maximum: 0.5,
    }),
    confidence: Type.Number({
      title: 'Confidence',
      description: 'Of the intervals, as a fraction.',
      default: 0.95,
      minimum: 0.5,
      maximum: 0.9999,
    }),
    over: Type.String({
      title: 'Replicates',
      description:
        'The variable that tells replicates of a model apart, such as seed; empty: every network is a model. Then rates also have a mean over it, and models are compared by Welch’s t-test; the other tests compare the networks of its first value.',
      default: '',
    }),
    published: Type.Array(published, {
      title: 'Published',
      description:
        'Numbers of a paper, set beside the measured ones. Those of models that are not there are left out.',
      default: [],
      maxItems: 1000,
    }),
    source: Type.String({
      title: 'Source',
      description: 'Where the published numbers stand: Glorot & Bengio 2010, table 1.',
      default: 'the paper',
      minLength: 1,
    }),
    publishedExamples: Type.Integer({
      title: 'Published examples',
      description: 'Of how many test examples the published rates are.',
      default: 10_000,
      minimum: 1,
      maximum: 1_000_000_000,
    }),
  },
  { additionalProperties: false },
);

export type SignificanceParameters = Static<typeof parameters>;
export type Published = Static<typeof published>;
