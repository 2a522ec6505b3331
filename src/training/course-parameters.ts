import { Type } from '../stage/schema.js';
import { orders } from '../data/minibatches.js';

/** How training examples are gone through: the same parameters in every stage that learns from minibatches. */
export const courseParameters = {
  batch: Type.Integer({
    title: 'Minibatch',
    description: 'Training examples per update.',
    default: 10,
    minimum: 1,
    maximum: 1000,
  }),
  order: Type.Enum([...orders], {
    title: 'Order',
    description:
      'Whether a fixed training set is gone through in a new random order each time or always from first to last. A stream has an order of its own.',
    default: 'shuffled',
  }),
};
