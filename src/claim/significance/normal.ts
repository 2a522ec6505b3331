import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';

/** P(Z > z) of a standard normal Z: ½ erfc(z/√2). */
export function normalTail(z: number): number {
  return erfc(z * Math.SQRT1_2) / 2;
}

/** The z beyond which lies `tail` of a standard normal distribution. */
export function normalQuantile(tail: number): number {
  return Math.SQRT2 * erfcinv(2 * tail);
}
