import { columnSquares } from './jacobian.js';
import { moments } from './summary.js';

/**
 * The mean squared singular value of ∂z^{i+1}/∂z^i as jacobian.ts has it, where the upper layer is normalised over its u units: its
 * mean and variance follow every unit, so that ∂z_j/∂z_i = k_j(C_ij − ŝ_j Σ_k ŝ_k C_ik/u), C_ij = W_ij − Σ_k W_ik/u.
 *
 * @param slopes k of the upper layer, [examples][units]: ∂z/∂s with mean and variance held
 * @param preActivations s of the upper layer, before it is normalised, [examples][units]
 * @param weights W between the two, [fanIn][units]
 */
export function meanSquaredSingularValueOfNormalised(
  slopes: Float32Array,
  preActivations: Float32Array,
  weights: Float32Array,
  fanIn: number,
  units: number,
): number {
  const centred = centredRows(weights, fanIn, units);
  const squares = columnSquares(centred, fanIn, units);
  let sum = 0;
  for (let first = 0; first < slopes.length; first += units) {
    const normal = normalised(preActivations.subarray(first, first + units));
    const common = commonOf(centred, normal, fanIn, units);
    const along = spread(centred, common, fanIn, units);
    const own = common.reduce((total, value) => total + value * value, 0);
    for (let j = 0; j < units; j++) {
      const [k, s] = [slopes[first + j] ?? NaN, normal[j] ?? NaN];
      sum += k * k * ((squares[j] ?? NaN) - 2 * s * (along[j] ?? NaN) + s * s * own);
    }
  }
  return (sum * units) / (slopes.length * Math.min(fanIn, units));
}

/** ŝ of one example. */
function normalised(s: Float32Array): Float64Array {
  const { mean, variance } = moments(s);
  const scale = 1 / Math.sqrt(variance + 1e-5);
  return Float64Array.from(s, (value) => (value - mean) * scale);
}

function centredRows(weights: Float32Array, fanIn: number, units: number): Float64Array {
  const centred = Float64Array.from(weights);
  for (let i = 0; i < fanIn; i++) {
    const row = centred.subarray(i * units, (i + 1) * units);
    const mean = row.reduce((sum, value) => sum + value, 0) / units;
    row.forEach((value, j) => (row[j] = value - mean));
  }
  return centred;
}

/** Σ_k ŝ_k C_ik/u for every unit i of the lower layer. */
function commonOf(centred: Float64Array, normal: Float64Array, fanIn: number, units: number): Float64Array {
  return Float64Array.from({ length: fanIn }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < units; k++) sum += (normal[k] ?? NaN) * (centred[i * units + k] ?? NaN);
    return sum / units;
  });
}

/** Σ_i C_ij x_i for every unit j. */
function spread(centred: Float64Array, x: Float64Array, fanIn: number, units: number): Float64Array {
  const columns = new Float64Array(units);
  for (let i = 0; i < fanIn; i++)
    for (let j = 0; j < units; j++)
      columns[j] = (columns[j] ?? NaN) + (x[i] ?? NaN) * (centred[i * units + j] ?? NaN);
  return columns;
}
