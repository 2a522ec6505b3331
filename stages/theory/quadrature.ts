import { density } from './activation.js';

/** Σ weights·f(points) is ∫Dz f(z), the mean of f over a standard normal z. */
export interface Nodes {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/** Beyond ±10 lies less than 10⁻²² of a normal distribution. */
const end = 10;

/** Gauss and Legendre's five nodes and weights on [−1, 1]. */
const [near, far] = [Math.sqrt(5 - 2 * Math.sqrt(10 / 7)) / 3, Math.sqrt(5 + 2 * Math.sqrt(10 / 7)) / 3];
const [nearWeight, farWeight] = [(322 + 13 * Math.sqrt(70)) / 900, (322 - 13 * Math.sqrt(70)) / 900];
const legendre = [
  [-far, farWeight],
  [-near, nearWeight],
  [0, 128 / 225],
  [near, nearWeight],
  [far, farWeight],
] as const;

/**
 * Nodes for functions of s = sd·z that are smooth but at 0 and ±`kink`, and vary over lengths of about 1 + |s|, as activations
 * do: five of Gauss and Legendre in each panel, no panel over a kink. Exact to about 10⁻¹² of the whole.
 */
export function normalNodes(sd: number, kink = Infinity): Nodes {
  const bounds = panels(sd, kink / sd);
  const half = bounds.slice(1).flatMap((high, index) => {
    const low = bounds[index] ?? 0;
    const [middle, radius] = [(low + high) / 2, (high - low) / 2];
    return legendre.map(([x, weight]) => {
      const point = middle + radius * x;
      return { point, weight: weight * radius * density(point) };
    });
  });
  // Each node is followed by its mirror image, so that the mean of an odd function is exactly 0.
  return {
    points: Float64Array.from(half.flatMap(({ point }) => [-point, point])),
    weights: Float64Array.from(half.flatMap(({ weight }) => [weight, weight])),
  };
}

/** From 0 to `end` by at most ½, in s by at most (1 + s)/4. */
function panels(sd: number, kink: number): readonly number[] {
  const bounds = [0];
  for (let z = 0; z < end;) {
    const next = Math.min(end, z + Math.min(0.5, (1 / sd + z) / 4));
    z = z < kink && kink < next ? kink : next;
    bounds.push(z);
  }
  return bounds;
}
