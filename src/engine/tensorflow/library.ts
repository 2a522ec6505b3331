import { prepareEnvironment } from './environment.js';
import { installedPackage, notInstalled } from './installed.js';
import { loadPackage } from './package.js';

/**
 * The part of TensorFlow.js that is used here. Declared, not imported: where the optional package is absent there are no types of
 * it either.
 */
export interface TensorFlow {
  tensor(values: Float32Array, shape: readonly number[]): Tensor;
  zeros(shape: readonly number[]): Tensor;
  zerosLike(a: Tensor): Tensor;
  clone(a: Tensor): Tensor;
  slice(a: Tensor, begin: readonly number[], size: readonly number[]): Tensor;

  add(a: Tensor, b: Tensor | number): Tensor;
  addN(terms: readonly Tensor[]): Tensor;
  sub(a: Tensor | number, b: Tensor | number): Tensor;
  mul(a: Tensor | number, b: Tensor | number): Tensor;
  div(a: Tensor | number, b: Tensor | number): Tensor;
  square(a: Tensor): Tensor;
  sqrt(a: Tensor): Tensor;
  abs(a: Tensor): Tensor;
  neg(a: Tensor): Tensor;
  minimum(a: Tensor | number, b: Tensor | number): Tensor;
  maximum(a: Tensor | number, b: Tensor | number): Tensor;
  isFinite(a: Tensor): Tensor;
  all(a: Tensor): Tensor;
  sum(a: Tensor, axis?: number): Tensor;
  mean(a: Tensor, axis?: number): Tensor;
  argMax(a: Tensor, axis: number): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;

  sigmoid(a: Tensor): Tensor;
  tanh(a: Tensor): Tensor;
  relu(a: Tensor): Tensor;
  leakyRelu(a: Tensor, slope: number): Tensor;
  elu(a: Tensor): Tensor;
  erf(a: Tensor): Tensor;
  expm1(a: Tensor): Tensor;
  softplus(a: Tensor): Tensor;
  softmax(a: Tensor): Tensor;
  logSoftmax(a: Tensor): Tensor;

  /** Of y = f(x): x → ∂(Σy)/∂x. */
  grad(f: (x: Tensor) => Tensor): (x: Tensor) => Tensor;
  /** Of the scalar y = f(x₁, …): its value and each ∂y/∂xᵢ. */
  valueAndGrads(f: (...xs: readonly Tensor[]) => Tensor): (xs: readonly Tensor[]) => {
    readonly value: Tensor;
    readonly grads: readonly Tensor[];
  };
  /** Gives back every tensor that `work` makes, but those that it keeps. */
  tidy(work: () => void): void;
  keep(a: Tensor): Tensor;
  dispose(tensors: readonly Tensor[]): void;
  memory(): { readonly numTensors: number };
}

export interface Tensor {
  readonly shape: readonly number[];
  /** Its numbers; a tensor made from an array may give that array itself. */
  dataSync(): Float32Array;
}

let library: TensorFlow | undefined;

/** Loads TensorFlow, once in a process. Throws BadInput where it cannot be had. */
export async function loadLibrary(): Promise<TensorFlow> {
  if (library !== undefined) return library;
  installedPackage();
  prepareEnvironment();
  try {
    // The package's own functions of these names (tfjs 4.22).
    library = (await loadPackage()) as TensorFlow;
  } catch (error) {
    const [first = ''] = String(error).split('\n');
    throw notInstalled(`TensorFlow cannot be loaded: ${first}`);
  }
  return library;
}

/** What `work` gives, without the tensors it made on the way, but those that it keeps. */
export function tidied<Result>(tf: TensorFlow, work: () => Result): Result {
  const results: Result[] = [];
  // `tidy` would look through all numbers of a result for tensors.
  tf.tidy(() => {
    results.push(work());
  });
  const [result] = results;
  // `tidy` has called `work`, or thrown what it threw.
  return result as Result;
}
