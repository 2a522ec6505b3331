import type { Gradients } from '../engine/engine.js';

/** The quantities whose distribution is looked at layer by layer, layer 1 first. */
export const quantities = ['activations', 'backpropagatedGradients', 'weightGradients'] as const;
export type Quantity = (typeof quantities)[number];

export const quantityTitles: Readonly<Record<Quantity, string>> = {
  activations: 'activation h',
  backpropagatedGradients: "back-propagated gradient ∂C/∂s of each example's own cost",
  weightGradients: 'weight gradient ∂C/∂W of the mean cost',
};

/**
 * A quantity's values in every layer, each got when it is looked at: activations of the hidden layers, gradients of all.
 */
export function valuesOf(gradients: Gradients, quantity: Quantity): readonly (() => Float32Array)[] {
  switch (quantity) {
    case 'activations':
      return gradients.activations.slice(0, -1).map(given);
    case 'backpropagatedGradients':
      return gradients.preActivationGradients.map(given);
    case 'weightGradients':
      return gradients.weightGradients;
  }
}

function given(values: Float32Array): () => Float32Array {
  return () => values;
}
