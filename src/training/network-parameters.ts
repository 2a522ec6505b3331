import { Type, type Static } from 'typebox';
import { arithmetics, engines } from '../engine/choice.js';
import { activations } from '../engine/engine.js';

/** How a network computes: the same parameters in every stage that opens one. */
export const networkParameters = {
  activation: Type.Enum([...activations], {
    title: 'Activation',
    description: 'What every hidden layer applies to its pre-activations.',
    default: 'tanh',
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

export type NetworkSettings = {
  readonly [Name in keyof typeof networkParameters]: Static<(typeof networkParameters)[Name]>;
};
