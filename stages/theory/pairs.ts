import { meanProduct } from './field.js';
import type { ForwardPass } from './passes.js';
import type { LayerWeights } from './weights.js';

/** Examples with what theory says of each. */
export interface Examined {
  /** [examples][pixels] */
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
  readonly passes: readonly ForwardPass[];
  /** The mean over classes of (∂C/∂s)² at the output, of each example. */
  readonly outputGradients: Float64Array;
}

/**
 * The mean square of ∂C/∂W in each layer, C the mean cost of E examples: 1/E² Σ_ab Q_ab Δ_ab, Q_ab the mean over a layer's inputs of the
 * product that two examples have there, Δ_ab that over its units of the product of ∂C/∂s. Both follow the recursions of single examples, with
 * ∫∫ f(√q_a z_a) f(√q_b z_b), z_a and z_b correlated (Poole et al. 2016; Schoenholz et al. 2017). This adds the
 * terms of example `a` with itself and those before it.
 */
export function addPairs(
  squares: Float64Array,
  examples: Examined,
  weights: readonly LayerWeights[],
  a: number,
): void {
  const { length } = examples.labels;
  for (let b = 0; b <= a; b++) {
    const share = (a === b ? 1 : 2) / (length * length);
    const forward = forwardProducts(examples, weights, a, b);
    const backward = backwardProducts(examples, weights, a, b, forward);
    for (const [layer, product] of backward.entries())
      squares[layer] = (squares[layer] ?? NaN) + share * product * (forward.products[layer] ?? NaN);
  }
}

/** Of a pair: Q of the inputs and each hidden layer, the correlation of the pre-activations of each layer. */
interface Forward {
  readonly products: readonly number[];
  readonly correlations: readonly number[];
}

function forwardProducts(
  { inputs, labels, passes }: Examined,
  weights: readonly LayerWeights[],
  a: number,
  b: number,
): Forward {
  const pixels = inputs.length / labels.length;
  const [one, other] = [passes[a]?.fields ?? [], passes[b]?.fields ?? []];
  const products = [innerProduct(inputs, a * pixels, b * pixels, pixels) / pixels];
  const correlations: number[] = [];
  for (const [layer, { fanIn, variance }] of weights.entries()) {
    const covariance = fanIn * variance * (products[layer] ?? NaN);
    const variances = varianceAt(passes[a], layer) * varianceAt(passes[b], layer);
    const correlation = variances === 0 ? 0 : Math.max(-1, Math.min(1, covariance / Math.sqrt(variances)));
    correlations.push(correlation);
    const [first, second] = [one[layer], other[layer]];
    if (first !== undefined && second !== undefined)
      products.push(meanProduct(first.values, second.values, correlation));
  }
  return { products, correlations };
}

function varianceAt(pass: ForwardPass | undefined, layer: number): number {
  return pass?.fields[layer]?.variance ?? pass?.outputVariance ?? NaN;
}

/** Δ of each layer, first that of the first. */
function backwardProducts(
  { labels, passes, outputGradients }: Examined,
  weights: readonly LayerWeights[],
  a: number,
  b: number,
  { correlations }: Forward,
): readonly number[] {
  const classes = weights.at(-1)?.fanOut ?? NaN;
  const [one, other] = [passes[a]?.fields ?? [], passes[b]?.fields ?? []];
  const spread = (example: number): number => (outputGradients[example] ?? NaN) - (1 - 1 / classes) / classes;
  let product =
    ((labels[a] === labels[b] ? 1 : 0) - 1 / classes) / classes +
    (correlations.at(-1) ?? NaN) * Math.sqrt(Math.max(0, spread(a) * spread(b)));
  const products = [product];
  for (let layer = one.length - 1; layer >= 0; layer--) {
    const { fanOut, variance } = weights[layer + 1] ?? { fanOut: NaN, variance: NaN };
    const [first, second] = [one[layer], other[layer]];
    if (first === undefined || second === undefined) break;
    product *= fanOut * variance * meanProduct(first.slopes, second.slopes, correlations[layer] ?? NaN);
    products.unshift(product);
  }
  return products;
}

function innerProduct(values: Float32Array, a: number, b: number, length: number): number {
  let sum = 0;
  for (let index = 0; index < length; index++) sum += (values[a + index] ?? NaN) * (values[b + index] ?? NaN);
  return sum;
}
