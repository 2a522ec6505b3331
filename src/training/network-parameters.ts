import type { Static } from 'typebox';
import { Type } from '../stage/schema.js';
import { arithmetics, engines } from '../engine/choice.js';
import { activations, costs } from '../engine/engine.js';

/** How a network computes: the same parameters in every stage that opens one. */
export const networkParameters = {
  activation: Type.Enum([...activations], {
    title: 'Activation',
    description: 'What every hidden layer applies to its pre-activations.',
    default: 'tanh',
  }),
  cost: Type.Enum([...costs], {
    title: 'Cost',
    description:
      'Of an example with label y. crossEntropy: −log P(y|x). quadratic: ½ Σ_c (P(c|x) − [c = y])². P is the softmax of the last layer in both.',
    default: 'crossEntropy',
  }),
  engine: Type.Enum([...engines], {
    title: 'Engine',
    description:
      "What computes. portable: samebits' own kernels, the same bits on every machine. tensorflow: TensorFlow.js, whose bits are this machine's.",
    default: 'portable',
  }),
  arithmetic: Type.Enum([...arithmetics], {
    title: 'Arithmetic',
    description:
      'How the portable engine rounds. portable: multiply, then add. fma: the fused multiply-add, one rounding; faster, but it needs native kernels or is slow.',
    default: 'portable',
  }),
};

/** What these parameters must be together: a part of the stage's schema, so that editors know it too. */
export const networkRules = {
  if: { properties: { engine: { const: 'tensorflow' } }, required: ['engine'] },
  then: {
    properties: {
      arithmetic: { const: 'portable', description: '"portable" where engine is "tensorflow"' },
    },
  },
};

export type NetworkSettings = {
  readonly [Name in keyof typeof networkParameters]: Static<(typeof networkParameters)[Name]>;
};

/** These alone, of something that says more. */
export function networkSettingsOf({
  activation,
  cost,
  engine,
  arithmetic,
}: NetworkSettings): NetworkSettings {
  return { activation, cost, engine, arithmetic };
}
