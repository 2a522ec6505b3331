import type { Static } from 'typebox';
import { Type } from '../../src/stage/schema.js';
import type { Json } from '../../src/artifact/json.js';
import { namedForm } from '../../src/stage/named-form.js';

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

/** Those that a scheme has no use for are refused, and are in no key. */
const options = {
  he: { gain, distribution },
  orthogonal: { gain },
  truncatedNormal: { sd },
  sparse: { connections, sd },
  identity: { gain },
} as const;

/** What an option is where it is not said; where that depends on the layer, it is not here. */
const defaults = {
  he: { gain: Math.sqrt(2), distribution: 'normal' },
  orthogonal: { gain: 1 },
  truncatedNormal: {},
  sparse: { connections: 15, sd: 1 },
  identity: { gain: 1 },
} as const satisfies Record<keyof typeof options, Readonly<Record<string, Json>>>;

const schemesWithOptions = [
  namedForm('he', options.he),
  namedForm('orthogonal', options.orthogonal),
  namedForm('truncatedNormal', options.truncatedNormal),
  namedForm('sparse', options.sparse),
  namedForm('identity', options.identity),
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

/** A scheme with all its options; `sd` is 1/√fan-in where it is undefined. */
export type Scheme =
  | { readonly name: 'standard' | 'normalised' | 'glorotNormal' | 'lecun' }
  | { readonly name: 'he'; readonly gain: number; readonly distribution: 'normal' | 'uniform' }
  | { readonly name: 'orthogonal' | 'identity'; readonly gain: number }
  | { readonly name: 'truncatedNormal'; readonly sd?: number }
  | { readonly name: 'sparse'; readonly connections: number; readonly sd: number };

export function schemeOf(parameter: SchemeParameter): Scheme {
  const { name, ...given } = typeof parameter === 'string' ? { name: parameter } : parameter;
  // A scheme's options are those of its own schema, and so are their defaults.
  return { name, ...defaultsOf(name), ...given } as Scheme;
}

/** The shortest way to write a scheme: by its name alone where every option has its default. */
export function normalisedScheme(parameter: SchemeParameter): SchemeParameter {
  if (typeof parameter === 'string') return parameter;
  const { name, ...given } = parameter;
  const usual = defaultsOf(name);
  const own = Object.entries(given).filter(([option, value]) => usual[option] !== value);
  // What is left are options of the same scheme.
  return own.length === 0 ? name : { name, ...Object.fromEntries(own) };
}

function defaultsOf(name: Scheme['name']): Readonly<Record<string, Json>> {
  return isWithOptions(name) ? defaults[name] : {};
}

function isWithOptions(name: string): name is keyof typeof defaults {
  return Object.hasOwn(defaults, name);
}

/** How a network that a scheme drew is described. */
export function networkTitle(layers: readonly number[], scheme: SchemeParameter): string {
  return `${layers.join('–')} network, ${schemeOf(scheme).name} initialisation`;
}
