import type { Activation } from './engine.js';

/**
 * What the inputs are reconstructed by. sigmoid goes with the cross-entropy −Σ x·log z + (1 − x)·log(1 − z), for inputs in [0, 1]; the
 * others go with ½ Σ (z − x)².
 */
export type Decoder = Extract<Activation, 'sigmoid' | 'tanh' | 'softsign' | 'linear'>;

/** The hidden layer that is learnt, and those below it, which stay as they are. */
export interface Stack {
  /** Units per layer, input first, the learnt layer last: [1024, 1000, 1000]. */
  readonly layers: readonly number[];
  /** Of the learnt layer and of those below. */
  readonly activation: Activation;
  readonly decoder: Decoder;
  /** Of every layer after the input: [in][out], [out]. */
  readonly weights: readonly Float32Array[];
  readonly biases: readonly Float32Array[];
}

/** The learnt layer's parameters: W [in][out], which also decodes, transposed; its biases [out], and the decoder's [in]. */
export interface Code {
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly decoderBiases: Float32Array;
}

/**
 * A denoising auto-encoder with tied weights (Vincent, Larochelle, Bengio and Manzagol 2008): a layer learns to reconstruct its inputs x, the clean
 * activations of the layers below, from some of them, the others set to 0. Trained by θ ← θ − εg, g the mean gradient of a minibatch.
 */
export interface Autoencoder {
  /**
   * As many updates as there are minibatches: `inputs` is [updates × batch][layers[0]], `kept` [updates][units][batch], units of the
   * layer below the learnt one: 0 where its activation is set to 0. Ends early at the first update that cannot be computed in finite
   * numbers; the parameters are then those after the last that could. Throws RangeError for wrong shapes.
   */
  learn(inputs: Float32Array, kept: Uint8Array, rate: number): Learnt;
  /** Copies, into these arrays where they are given. */
  code(into?: Code): Code;
  /** Whether every parameter is a finite number. */
  finite(): boolean;
}

export interface Learnt {
  /** Updates done. */
  readonly updates: number;
  /** Mean reconstruction cost of each minibatch, before its update. */
  readonly costs: Float64Array;
}
