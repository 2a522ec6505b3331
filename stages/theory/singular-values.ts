import type { DifferentiableFunction } from './activation.js';
import { exp } from './exponential.js';
import { normalNodes, type Nodes } from './quadrature.js';
import type { LayerWeights } from './weights.js';

const step = 1 / 3;
/** The integrals are cut off where 10⁻⁸ of them is left. */
const reach = 18;

/**
 * The mean singular value of the Jacobian diag(f′(s)) Wᵀ of a large layer, s normal with this variance and W random. With
 * m(y) = (1/n) tr(JᵀJ + y)⁻¹, n the inputs, √λ = (2/π) ∫ λ/(λ + u²) du gives Σ σ = n·(2/π) ∫ (1 − u²·m(u²)) du.
 */
export function meanSingularValue(
  { slope, kink }: DifferentiableFunction,
  variance: number,
  layer: LayerWeights,
): number {
  const sd = Math.sqrt(variance);
  const { points, weights } = normalNodes(sd, kink);
  const squares = points.map((z) => slope(sd * z) * slope(sd * z));
  return layer.kind === 'independent'
    ? ofIndependent(squares, weights, layer)
    : ofOrthogonal(squares, weights, layer);
}

/** m(y) by 1 = m·(y + units · the mean of t/(1 + t·n·m)), t = f′²·Var W (Marchenko and Pastur 1967; Silverstein and Bai 1995). */
function ofIndependent(
  slopes: Float64Array,
  weights: Float64Array,
  { fanIn, fanOut, variance }: LayerWeights,
): number {
  const scale = fanOut * variance * meanOf(slopes, weights);
  return integral(scale, fanIn / Math.min(fanIn, fanOut), (y, start) =>
    newton(start, (m) => {
      let [value, derivative] = [y * m - 1, y];
      for (const [index, slope] of slopes.entries()) {
        const t = slope * variance;
        const part = 1 / (1 + t * fanIn * m);
        const weight = fanOut * (weights[index] ?? NaN) * t * part;
        value += weight * m;
        derivative += weight * part;
      }
      return [value, derivative];
    }),
  );
}

/**
 * W's columns orthonormal but for a gain: the singular values are gain·|f′(s)|. Its rows orthonormal: JᵀJ is the compression of
 * t = gain²·f′² to n of its dimensions, α the mean of 1/(m(y)·(t + y) + 1/α − 1), α = n/units (free probability: Nica and Speicher
 * 2006, lecture 14).
 */
function ofOrthogonal(
  slopes: Float64Array,
  weights: Float64Array,
  { fanIn, fanOut, variance }: LayerWeights,
): number {
  const gainSquare = variance * Math.max(fanIn, fanOut);
  if (fanIn >= fanOut) return meanOf(slopes.map(Math.sqrt), weights) * Math.sqrt(gainSquare);
  const part = fanIn / fanOut;
  return integral(gainSquare * meanOf(slopes, weights), 1, (y, start) =>
    newton(start, (m) => {
      let [value, derivative] = [part, 0];
      for (const [index, slope] of slopes.entries()) {
        const t = gainSquare * slope + y;
        const term = 1 / (m * t + 1 / part - 1);
        value -= (weights[index] ?? NaN) * term;
        derivative += (weights[index] ?? NaN) * term * term * t;
      }
      return [value, derivative];
    }),
  );
}

/** factor·(2/π) ∫ (1 − u²·m(u²)) du by the trapezoid rule over ln u, from large u, where m is small, to small u. */
function integral(scale: number, factor: number, resolvent: (y: number, start: number) => number): number {
  if (scale === 0) return 0;
  let [sum, m] = [0, 0];
  for (let v = reach; v >= -reach; v -= step) {
    const u = Math.sqrt(scale) * exp(v);
    m = resolvent(u * u, m);
    sum += u * Math.max(0, 1 - u * u * m);
  }
  return (factor * 2 * step * sum) / Math.PI;
}

/** The zero of an increasing concave function, from below: steps never go too far. */
function newton(start: number, of: (x: number) => readonly [value: number, derivative: number]): number {
  let x = start;
  for (let iteration = 0; iteration < 100; iteration++) {
    const [value, derivative] = of(x);
    const next = x - value / derivative;
    if (!(next > x * (1 + 1e-14))) break;
    x = next;
  }
  return x;
}

function meanOf(values: Float64Array, weights: Nodes['weights']): number {
  return values.reduce((sum, value, index) => sum + value * (weights[index] ?? NaN), 0);
}
