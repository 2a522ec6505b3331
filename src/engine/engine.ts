/**
 * What trains. An engine makes networks: fully connected layers, one activation in all hidden layers, softmax output,
 * cost −log P(y|x) averaged over a minibatch. `s` is a layer's pre-activation, `h` its activation, W[in][out].
 */
export interface Engine {
  readonly name: string;
  create(architecture: Architecture, parameters: Parameters): Network;
}

export const activations = ['sigmoid', 'tanh', 'softsign'] as const;
export type Activation = (typeof activations)[number];

export interface Architecture {
  /** Units per layer, input first, classes last: [1024, 1000, 9]. */
  readonly layers: readonly number[];
  readonly activation: Activation;
}

/** Layer l maps layers[l] inputs to layers[l + 1] outputs; weights[l] is row-major [in][out], biases[l] is [out]. */
export interface Parameters {
  readonly weights: readonly Float32Array[];
  readonly biases: readonly Float32Array[];
}

/** What a network hands out of its layers is valid until its next use: it is large, and its memory is used again. */
export interface Network {
  readonly architecture: Architecture;
  /**
   * Plain SGD, θ ← θ − εg, g the mean gradient of a minibatch; as many updates as `labels` holds minibatches.
   * `inputs` is [updates × batch][layers[0]]. Ends early at the first update that cannot be computed in finite numbers:
   * `updates` then says how many were done, and the parameters are those after the last of them.
   */
  train(inputs: Float32Array, labels: Uint8Array, batch: number, learningRate: number): Trained;
  /** Every layer's values for `labels.length` examples. */
  forward(inputs: Float32Array, labels: Uint8Array): Forward;
  /** Forward, then ∂C/∂s of each example's own cost and the mean over the examples of ∂C/∂W. */
  gradients(inputs: Float32Array, labels: Uint8Array): Gradients;
  /** Costs and predictions only, in little memory. */
  evaluate(inputs: Float32Array, labels: Uint8Array): Evaluated;
  /** Copies, into these arrays where they are given. */
  parameters(into?: Parameters): Parameters;
  load(parameters: Parameters): void;
  /** Whether every parameter is a finite number. */
  finite(): boolean;
}

export interface Trained {
  /** Updates done: fewer than asked only where the network diverged. */
  readonly updates: number;
  /** Mean cost of each minibatch, before its update. */
  readonly costs: Float64Array;
  /** Misclassified examples of each minibatch, before its update. */
  readonly errors: Uint32Array;
}

export interface Evaluated {
  /** −log P(y|x) of each example. */
  readonly costs: Float64Array;
  /** The most probable class of each example, the first of equals. */
  readonly predictions: Uint8Array;
}

export interface Forward extends Evaluated {
  /** Per layer after the input, [examples][units]: s. */
  readonly preActivations: readonly Float32Array[];
  /** Per hidden layer [examples][units]: h; for the last layer P(class|x). */
  readonly activations: readonly Float32Array[];
}

export interface Gradients extends Forward {
  /** Per layer after the input, [examples][units]: ∂C/∂s, C the example's own cost (not divided by their number). */
  readonly preActivationGradients: readonly Float32Array[];
  /**
   * Per layer, [in][out]: ∂C/∂W, C the mean cost over the examples. They are as large as the weights, so each is made when it is
   * asked for and valid until the next is; that must be before the network is used again, or it throws an Error.
   */
  readonly weightGradients: readonly (() => Float32Array)[];
  readonly biasGradients: readonly Float32Array[];
}
