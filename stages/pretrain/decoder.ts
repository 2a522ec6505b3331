import type { Decoder } from '../../src/engine/autoencoder.js';
import type { Activation } from '../../src/engine/engine.js';

export const decoders: readonly Decoder[] = ['sigmoid', 'tanh', 'softsign', 'linear'];

/**
 * What reconstructs a layer's inputs: what has their range. They are images in this range for the first layer (0), else activations. A
 * sigmoid goes with the cross-entropy, as inputs in [0, 1] can be probabilities (Vincent et al. 2008); the others with the squared error.
 */
export function decoderOf(
  layer: number,
  activation: Activation,
  [low, high]: readonly [number, number],
): Decoder {
  if (layer === 0) return low >= 0 && high <= 1 ? 'sigmoid' : 'tanh';
  return decoders.find((decoder) => decoder === activation) ?? 'linear';
}
