import type { Static } from 'typebox';
import type { UpdateRule } from '../engine/engine.js';
import type { Mistake } from '../stage/contract.js';
import { namedForm } from '../stage/named-form.js';
import { Type } from '../stage/schema.js';

/** By which rule a training goes, as the stage's parameter: θ ← θ − εg where it is not said. */

/** In single precision still below 1. */
const most = 0.999999;

/** How much a rule keeps of what it had. */
const keeping = (title: string, description: string) =>
  Type.Optional(Type.Number({ title, description, minimum: 0, maximum: most }));

const options = {
  momentum: {
    momentum: keeping('Momentum', 'μ: 0.9 where it is not said.'),
    nesterov: Type.Optional(
      Type.Boolean({
        title: 'Nesterov',
        description: "Whether the momentum is Nesterov's: false unless said.",
      }),
    ),
  },
  adam: {
    beta1: keeping('β₁', 'Of the first moment: 0.9 where it is not said.'),
    beta2: keeping('β₂', 'Of the second moment: 0.999 where it is not said.'),
    epsilon: Type.Optional(
      Type.Number({
        title: 'Epsilon',
        description: 'What the root of the second moment is never less than: 1e-8 where it is not said.',
        minimum: 1e-30,
        maximum: 1,
      }),
    ),
  },
} as const;

const defaults = {
  momentum: { momentum: 0.9, nesterov: false },
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
} as const;

export const optimiserParameter = Type.Optional(
  Type.Union(
    [
      Type.Literal('sgd', { description: 'Plain stochastic gradient descent, θ ← θ − εg.' }),
      Type.Literal('momentum', { description: 'v ← μv + g, θ ← θ − εv with μ = 0.9.' }),
      Type.Literal('adam', {
        description:
          'Adam with β₁ = 0.9, β₂ = 0.999 and epsilon 1e-8 (Kingma and Ba 2015, algorithm 1; its learning rate is 0.001).',
      }),
      namedForm('momentum', options.momentum),
      namedForm('adam', options.adam),
    ],
    {
      title: 'Optimiser',
      description:
        'How the parameters follow from the mean gradient g: sgd, θ ← θ − εg, where it is not said; momentum or adam, also with options: {"name": "momentum", "momentum": 0.9, "nesterov": true}, {"name": "adam", "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}. See docs/pipelines.md.',
    },
  ),
);

export type OptimiserParameter = Static<typeof optimiserParameter>;

/** The rule that a parameter means, with this learning rate for all of a network's parameters. */
export function ruleOf(parameter: OptimiserParameter | undefined, rate: number): UpdateRule {
  const { name, ...given } = typeof parameter === 'object' ? parameter : { name: parameter ?? 'sgd' };
  switch (name) {
    case 'sgd':
      return { kind: name, rate };
    case 'momentum':
      return { kind: name, rate, ...defaults.momentum, ...given };
    case 'adam':
      return { kind: name, rate, ...defaults.adam, ...given };
  }
}

interface Optimised {
  readonly optimiser?: OptimiserParameter;
}

/** The shortest way to write the parameter among others: not at all where it is plain descent, by its name where options are usual. */
export function normalisedOptimiser<Parameters extends Optimised>(parameters: Parameters): Parameters {
  const { optimiser, ...others } = parameters;
  // Without an optional member the others are still parameters of this type.
  if (optimiser === undefined || optimiser === 'sgd') return others as Parameters;
  if (typeof optimiser === 'string') return parameters;
  const { name, ...given } = optimiser;
  const usual: Readonly<Record<string, unknown>> = defaults[name];
  const own = Object.entries(given).filter(([option, value]) => usual[option] !== value);
  // What is left are options of the same rule.
  return { ...parameters, optimiser: own.length === 0 ? name : { name, ...Object.fromEntries(own) } };
}

/** A rate for every parameter is for plain descent. */
export function ratesBeside(optimiser: OptimiserParameter | undefined, rates: boolean): readonly Mistake[] {
  if (!rates || ruleOf(optimiser, 1).kind === 'sgd') return [];
  return [
    {
      at: { input: 'rates' },
      rule: 'are for plain gradient descent, not for another optimiser.',
      remedy: 'Leave out the rates, or the optimiser.',
    },
  ];
}
