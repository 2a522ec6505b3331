import pow from '@stdlib/math-base-special-pow';
import { normalTail } from './normal.js';

/** How finely the standard error is gone through, and how far to each side in its own spread. */
const [steps, spreads] = [2000, 9];

/**
 * P(T > t) of the noncentral t distribution with ν ≥ 1 degrees of freedom, t > 0: how often a t-test finds what lies `shift` standard errors away.
 * T = (Z + shift)/s with s = √(χ²/ν), so it is the mean of P(Z > t s − shift) over s, whose density is as s^(ν−1) e^(−ν s²/2). A shifted t
 * distribution in its place would say up to a quarter too much of few replicates.
 */
export function noncentralTail(t: number, freedom: number, shift: number): number {
  const reach = spreads / Math.sqrt(freedom);
  const least = Math.max(0, 1 - reach);
  let [found, all] = [0, 0];
  for (let step = 0; step < steps; step++) {
    const s = least + ((1 + reach - least) * (step + 0.5)) / steps;
    // In this form the base of the power is at most 1, where s is 1.
    const decay = pow(Math.E, (1 - s * s) / 2);
    const weight = pow(s * decay, freedom - 1) * decay;
    found += weight * normalTail(t * s - shift);
    all += weight;
  }
  return found / all;
}
