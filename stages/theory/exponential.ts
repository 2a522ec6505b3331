import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';

export { exp, ln };

/** e^x − 1 without cancellation near 0: (u − 1)·x/ln u, u = e^x rounded (Kahan; Higham 2002, section 1.14.1). */
export function expm1(x: number): number {
  const u = exp(x);
  if (u === 1) return x;
  return u - 1 === -1 || x > 1 ? u - 1 : ((u - 1) * x) / ln(u);
}

/** ln(1 + u) for u ≥ 0, by the same idea. */
export function log1p(u: number): number {
  const w = 1 + u;
  return w === 1 ? u : (ln(w) * u) / (w - 1);
}
