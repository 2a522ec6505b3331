/**
 * What trains. An engine makes networks: fully connected layers, one activation in all hidden layers, softmax output, a
 * cost averaged over a minibatch. `s` is a layer's pre-activation, `h` its activation, W[in][out].
 */
export interface Engine {
  readonly name: string;
  create(architecture: Architecture, parameters: Parameters): Network;
}

/**
 * f of the hidden layers. leakyRelu's slope below 0 is 0.01; elu has α = 1, selu the constants of Klambauer et al. 2017; gelu is
 * x·Φ(x) with the exact Φ, silu x·sigmoid(x); hardTanh is cut off at ±1; scaledTanh is 1.7159·tanh(2x/3) (LeCun et al. 1998b).
 * At a kink f′ is the lesser of both sides' slopes.
 */
export const activations = [
  'sigmoid',
  'tanh',
  'softsign',
  'linear',
  'relu',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'softplus',
  'hardTanh',
  'scaledTanh',
] as const;
export type Activation = (typeof activations)[number];

/** Of an example: −log P(label|x), or ½ Σ_c (P(c|x) − [c = label])². P is the softmax of the last layer in both. */
export const costs = ['crossEntropy', 'quadratic'] as const;
export type Cost = (typeof costs)[number];

/**
 * ŝ = (s − mean)/√(variance + 10⁻⁵) of every hidden layer; f is then of γŝ + β instead of s. batch: mean and variance of a unit over
 * the minibatch while the network is trained, and otherwise those that ran along with its updates (Ioffe and Szegedy 2015). layer: over
 * the units of the layer, of one example (Ba, Kiros and Hinton 2016).
 */
export const normalisations = ['batch', 'layer'] as const;
export type Normalisation = (typeof normalisations)[number];

export interface Architecture {
  /** Units per layer, input first, classes last: [1024, 1000, 9]. */
  readonly layers: readonly number[];
  readonly activation: Activation;
  readonly cost: Cost;
  /** Of the hidden layers; without it they are not normalised. */
  readonly normalisation?: Normalisation;
}

/** Layer l maps layers[l] inputs to layers[l + 1] outputs; weights[l] is row-major [in][out], biases[l] is [out]. */
export interface Parameters {
  readonly weights: readonly Float32Array[];
  readonly biases: readonly Float32Array[];
  /** There where the network is normalised. */
  readonly normalisers?: Normalisers;
}

/** Of every hidden layer, [units]. */
export interface Normalisers {
  /** γ */
  readonly gains: readonly Float32Array[];
  /** β */
  readonly shifts: readonly Float32Array[];
  /**
   * Batch normalisation's, for when the network is not trained: after each update m ← m + 0.1(seen − m). What is seen is the
   * minibatch's mean, and its unbiased variance (n − 1); the minibatch itself is normalised by the biased one (n).
   */
  readonly means?: readonly Float32Array[];
  readonly variances?: readonly Float32Array[];
}

/** How parameters follow from a minibatch's mean gradient g. */
export type UpdateRule = Descent | Momentum | Adam;

/** θ ← θ − εg */
export interface Descent {
  readonly kind: 'sgd';
  /** ε, or one for each parameter, in arrays that do not change any more. */
  readonly rate: number | Parameters;
}

/** v ← μv + g, θ ← θ − εv; Nesterov's: θ ← θ − ε(g + μv) with the new v. */
export interface Momentum {
  readonly kind: 'momentum';
  readonly rate: number;
  /** μ, 0 ≤ μ < 1. */
  readonly momentum: number;
  readonly nesterov: boolean;
}

/**
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − ε·m̂/(√v̂ + δ) with m̂ = m/(1 − β₁^t), v̂ = v/(1 − β₂^t) at update t = 1, 2, …
 * (Kingma and Ba 2015, algorithm 1).
 */
export interface Adam {
  readonly kind: 'adam';
  readonly rate: number;
  /** 0 ≤ β < 1. */
  readonly beta1: number;
  readonly beta2: number;
  /** δ > 0. */
  readonly epsilon: number;
}

/** What a rule keeps of every parameter from update to update, 0 before the first. */
export const slotNames = {
  sgd: [],
  momentum: ['velocity'],
  adam: ['firstMoment', 'secondMoment'],
} as const satisfies Readonly<Record<UpdateRule['kind'], readonly string[]>>;

/** Where a rule is: with it and the parameters a training goes on as if it had not been interrupted. */
export interface RuleState {
  readonly kind: UpdateRule['kind'];
  /** Updates done by the rule. */
  readonly updates: number;
  /** In the order of `slotNames`. */
  readonly slots: readonly Parameters[];
}

/**
 * What a network hands out of its layers is valid until its next use: it is large, and its memory is used again. All but `train`
 * see a batch-normalised network as it is when it is not trained: by its running means and variances, each example by itself.
 */
export interface Network {
  readonly architecture: Architecture;
  /**
   * As many updates as `labels` holds minibatches.
   * `inputs` is [updates × batch][layers[0]]. Ends early at the first update that cannot be computed in finite numbers:
   * `updates` then says how many were done, and the parameters are those after the last of them. A rule goes on from the network's
   * last update where that was by a rule of its kind, else it begins.
   */
  train(inputs: Float32Array, labels: Uint8Array, batch: number, rule: UpdateRule): Trained;
  /** Every layer's values for `labels.length` examples. */
  forward(inputs: Float32Array, labels: Uint8Array): Forward;
  /** Forward, then ∂C/∂s of each example's own cost and the mean over the examples of ∂C/∂W. */
  gradients(inputs: Float32Array, labels: Uint8Array): Gradients;
  /**
   * Mean over the examples of the diagonal of the Hessian, in the positive approximation of LeCun et al. 1998b (Efficient
   * BackProp, section 7.4): ∂²C/∂s_i² = f′(s_i)² Σ_o W_io² ∂²C/∂s_o², ∂²C/∂W_io² = h_i² ∂²C/∂s_o². f″, couplings of units and, for
   * the quadratic cost, the softmax's second derivative are left out. Of normalised networks it is a RangeError.
   */
  curvature(inputs: Float32Array, labels: Uint8Array): Curvature;
  /**
   * Of every parameter, the population variance of its mean gradients of the minibatches that `labels` holds. Of normalised networks
   * it is a RangeError.
   */
  gradientVariance(inputs: Float32Array, labels: Uint8Array, batch: number): Parameters;
  /** Costs and predictions only, in little memory. */
  evaluate(inputs: Float32Array, labels: Uint8Array): Evaluated;
  /** Copies, into these arrays where they are given. */
  parameters(into?: Parameters): Parameters;
  /** What the rule of that kind has kept, in the order of `slotNames`: copies, as of parameters; 0 where it has not begun. */
  slots(kind: UpdateRule['kind'], into?: readonly Parameters[]): readonly Parameters[];
  /** With `state` the rule goes on from there, else it begins. */
  load(parameters: Parameters, state?: RuleState): void;
  /** Whether every parameter, and what a rule has kept of it, is a finite number. */
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
  /** The cost of each example. */
  readonly costs: Float64Array;
  /** The most probable class of each example, the first of equals. */
  readonly predictions: Uint8Array;
}

export interface Forward extends Evaluated {
  /** Per layer after the input, [examples][units]: s. */
  readonly preActivations: readonly Float32Array[];
  /** Per hidden layer [examples][units]: h; for the last layer P(class|x). */
  readonly activations: readonly Float32Array[];
  /**
   * Per hidden layer [examples][units]: ∂h/∂s of a unit and its own s, which is f′(s), or where the layer is normalised
   * f′(γŝ + β)·γ/√(variance + 10⁻⁵), mean and variance held.
   */
  readonly slopes: readonly Float32Array[];
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

export interface Curvature {
  /** Per layer, [in][out]: ∂²C/∂W². Made when asked for and valid as weightGradients are. */
  readonly weights: readonly (() => Float32Array)[];
  /** Per layer, [out]. */
  readonly biases: readonly Float32Array[];
}
