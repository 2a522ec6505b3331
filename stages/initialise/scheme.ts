import type { Static } from 'typebox';
import { Type } from '../../src/stage/schema.js';

const gain = Type.Optional(
  Type.Number({
    title: 'Gain',
    description: 'A factor of every weight.',
    exclusiveMinimum: 0,
    maximum: 1000,
  }),
);

const distribution = Type.Optional(
  Type.Enum(['normal', 'uniform'], {
    title: 'Distribution',
    description: 'Of the weights, with the same variance: normal where it is not said.',
  }),
);

const sd = Type.Optional(
  Type.Number({
    title: 'Standard deviation',
    description: 'Of the weights.',
    exclusiveMinimum: 0,
    maximum: 1000,
  }),
);

const connections = Type.Optional(
  Type.Integer({
    title: 'Connections',
    description: 'How many inputs each unit is connected to: 15 where it is not said.',
    minimum: 1,
    maximum: 65536,
  }),
);

/** A scheme with its options: those that it has no use for are refused, and are in no key. */
const schemesWithOptions = [
  Type.Object(
    { name: Type.Literal('he'), gain, distribution },
    {
      additionalProperties: false,
      description: '{"name": "he", "gain": above 0 to 1000, "distribution": "normal" or "uniform"}',
    },
  ),
  Type.Object(
    { name: Type.Literal('orthogonal'), gain },
    { additionalProperties: false, description: '{"name": "orthogonal", "gain": above 0 to 1000}' },
  ),
  Type.Object(
    { name: Type.Literal('truncatedNormal'), sd },
    { additionalProperties: false, description: '{"name": "truncatedNormal", "sd": above 0 to 1000}' },
  ),
  Type.Object(
    { name: Type.Literal('sparse'), connections, sd },
    {
      additionalProperties: false,
      description: '{"name": "sparse", "connections": 1 to 65536, "sd": above 0 to 1000}',
    },
  ),
  Type.Object(
    { name: Type.Literal('identity'), gain },
    { additionalProperties: false, description: '{"name": "identity", "gain": above 0 to 1000}' },
  ),
] as const;

const schemeNames = [
  Type.Literal('standard', {
    description: 'Uniform in ±1/√fan-in (Glorot and Bengio 2010, equation 1).',
  }),
  Type.Literal('normalised', {
    description:
      'Uniform in ±√6/√(fan-in + fan-out) (Glorot and Bengio 2010, equation 16); elsewhere called Glorot or Xavier uniform.',
  }),
  Type.Literal('glorotNormal', {
    description: 'Normal with the variance of normalised, 2/(fan-in + fan-out) (equation 12).',
  }),
  Type.Literal('lecun', {
    description: 'Normal with variance 1/fan-in (LeCun, Bottou, Orr and Müller 1998, section 4.6).',
  }),
  Type.Literal('he', {
    description:
      'Normal, or uniform, with variance gain²/fan-in; gain √2 (He, Zhang, Ren and Sun 2015, equation 10).',
  }),
  Type.Literal('orthogonal', {
    description:
      'gain times a random matrix with orthonormal rows or columns, whichever are fewer; gain 1 (Saxe, McClelland and Ganguli 2014).',
  }),
  Type.Literal('truncatedNormal', {
    description:
      'Normal, without what is beyond 2 standard deviations. sd is that of the weights themselves, after the cut, and 1/√fan-in where it is not said.',
  }),
  Type.Literal('sparse', {
    description:
      'Each unit is connected to 15 inputs of chance, with normal weights of sd 1; the other weights are 0 (Martens 2010, section 5).',
  }),
  Type.Literal('identity', {
    description:
      'gain on the diagonal, 0 elsewhere, in matrices that are not square too; gain 1 (Le, Jaitly and Hinton 2015). Nothing is drawn.',
  }),
] as const;

export const schemeParameter = Type.Union([...schemeNames, ...schemesWithOptions], {
  title: 'Scheme',
  description:
    'How weights are drawn: standard, uniform in ±1/√fan-in; normalised, uniform in ±√6/√(fan-in + fan-out); glorotNormal, lecun, he, orthogonal, truncatedNormal, sparse or identity. Those with options are also written as objects: {"name": "he", "gain": 1, "distribution": "uniform"}. See docs/initialisation.md.',
  default: 'standard',
});

export type SchemeParameter = Static<typeof schemeParameter>;

/** A scheme, with the options that were given. */
export interface Scheme {
  readonly name: Extract<SchemeParameter, string>;
  readonly gain?: number;
  readonly distribution?: 'normal' | 'uniform';
  readonly sd?: number;
  readonly connections?: number;
}

export function schemeOf(parameter: SchemeParameter): Scheme {
  return typeof parameter === 'string' ? { name: parameter } : parameter;
}
