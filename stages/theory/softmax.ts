import { exp } from './exponential.js';
import { normalNodes } from './quadrature.js';

const step = 0.25;

/**
 * The mean of Σ_c P_c², P the softmax of K independent normal numbers of variance q. By 1/Σ² = ∫ t e^−tΣ dt it is
 * K ∫ dv E[y² e^−y] E[e^−y]^(K − 1), y = e^(v + √q·z).
 */
export function meanSquaredProbabilities(variance: number, classes: number): number {
  const sd = Math.sqrt(variance);
  const { points, weights } = normalNodes(sd);
  const factors = points.map((z) => exp(sd * z));
  let sum = 0;
  for (let v = -18 - 8 * sd; v < 6 + 9 * sd; v += step) {
    const scale = exp(v);
    let [square, plain] = [0, 0];
    for (const [index, factor] of factors.entries()) {
      const y = scale * factor;
      const term = (weights[index] ?? NaN) * exp(-y);
      plain += term;
      if (term > 0) square += term * y * y;
    }
    sum += square * power(plain, classes - 1);
  }
  return classes * step * sum;
}

function power(base: number, exponent: number): number {
  let product = 1;
  for (let factor = 0; factor < exponent; factor++) product *= base;
  return product;
}
