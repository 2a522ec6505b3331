import { mean } from './mean.js';

/** What moves the softmax: the two parts of its pre-activations s = Wᵀh + b, each without its mean over the classes, which moves nothing. */
export interface OutputContributions {
  /** Root mean square over the classes of b. */
  readonly biases: number;
  /** Root mean square over examples and classes of Wᵀh. */
  readonly weights: number;
  /** Of Wᵀh less its mean over the examples: what tells one example from another. The rest acts as biases do. */
  readonly varying: number;
}

/**
 * Sums are in double, in index order.
 *
 * @param preActivations s of the last layer, [examples][classes]
 * @param biases b, [classes]
 */
export function outputContributions(preActivations: Float32Array, biases: Float32Array): OutputContributions {
  const classes = biases.length;
  const weighted = Float64Array.from(preActivations, (s, i) => s - (biases[i % classes] ?? NaN));
  for (let first = 0; first < weighted.length; first += classes)
    centre(weighted.subarray(first, first + classes));
  const shared = meanOfRows(weighted, classes);
  const varying = weighted.map((value, i) => value - (shared[i % classes] ?? NaN));
  return {
    biases: rootMeanSquare(centre(Float64Array.from(biases))),
    weights: rootMeanSquare(weighted),
    varying: rootMeanSquare(varying),
  };
}

/** In place. */
function centre(values: Float64Array): Float64Array {
  const middle = mean(values);
  for (const [i, value] of values.entries()) values[i] = value - middle;
  return values;
}

function meanOfRows(values: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (const [i, value] of values.entries()) sums[i % width] = (sums[i % width] ?? NaN) + value;
  return sums.map((sum) => (sum * width) / values.length);
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(mean(values.map((value) => value * value)));
}
