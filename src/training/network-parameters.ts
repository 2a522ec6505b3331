import type { Static, TObject } from 'typebox';
import { Type } from '../stage/schema.js';
import { arithmetics, engines } from '../engine/choice.js';
import { activations, costs, normalisations } from '../engine/engine.js';

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
  // Without a default, so that the recipes of networks that are not normalised stay what they are.
  normalisation: Type.Optional(
    Type.Enum([...normalisations], {
      title: 'Normalisation',
      description:
        'Of the pre-activations of every hidden layer, with a learned gain and shift for each unit; none where it is not said. batch: over the minibatch, and by running means and variances where the network is not trained. layer: over the units of the layer.',
    }),
  ),
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

export type NetworkSettings = Readonly<Static<TObject<typeof networkParameters>>>;

/** These alone, of something that says more. */
export function networkSettingsOf({
  activation,
  cost,
  engine,
  arithmetic,
  normalisation,
}: NetworkSettings): NetworkSettings {
  const settings = { activation, cost, engine, arithmetic };
  return normalisation === undefined ? settings : { ...settings, normalisation };
}
