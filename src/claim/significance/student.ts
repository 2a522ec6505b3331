import pow from '@stdlib/math-base-special-pow';

/** P(T > t) of Student's t with ν > 0 degrees of freedom: ½ I_x(ν/2, ½) with x = ν/(ν + t²) for t ≥ 0 (DLMF 8.17; A&S 26.7.1). */
export function studentTail(t: number, freedom: number): number {
  const square = t * t;
  const half = betaRatio(freedom / (freedom + square), square / (freedom + square), freedom / 2) / 2;
  return t >= 0 ? half : 1 - half;
}

/** The t beyond which lies `tail` of the distribution, 0 < tail ≤ ½. */
export function studentQuantile(tail: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentTail(high, freedom) > tail) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (studentTail(middle, freedom) > tail) low = middle;
    else high = middle;
  }
}

/** I_x(a, ½), y = 1 − x, by the continued fraction where it converges fast (DLMF 8.17.22), else as 1 − I_y(½, a). */
function betaRatio(x: number, y: number, a: number): number {
  if (y === 0) return 1;
  // xᵃ y^½ / B(a, ½), with B(a, ½) = √π Γ(a)/Γ(a + ½).
  const front = (pow(x, a) * Math.sqrt(y) * gammaRatio(a)) / Math.sqrt(Math.PI);
  return x < (a + 1) / (a + 2.5)
    ? (front / a) * continuedFraction(x, a, 0.5)
    : 1 - front * 2 * continuedFraction(y, 0.5, a);
}

/** 1/(1 + d₁/(1 + d₂/(1 + …))) of DLMF 8.17.22–23, by Lentz's method (Numerical Recipes, section 6.4). */
function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = inverse(1 - ((a + b) * x) / (a + 1), tiny);
  let value = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    const before = value;
    for (const term of [even, odd]) {
      d = inverse(1 + term * d, tiny);
      c = 1 + term / c;
      if (c === 0) c = tiny;
      value *= c * d;
    }
    if (Math.abs(value - before) <= 1e-16 * Math.abs(value)) break;
  }
  return value;
}

function inverse(value: number, tiny: number): number {
  return 1 / (value === 0 ? tiny : value);
}

/** Γ(x + ½)/Γ(x), by its asymptotic series (DLMF 5.11.13) at x + 20 or more and the recurrence down to x. */
function gammaRatio(x: number): number {
  let [at, product] = [x, 1];
  for (; at < 20; at++) product *= at / (at + 0.5);
  const u = 1 / at;
  const series =
    1 +
    u *
      (-1 / 8 +
        u *
          (1 / 128 +
            u *
              (5 / 1024 +
                u * (-21 / 32768 + u * (-399 / 262144 + u * (869 / 4194304 + u * (39325 / 33554432)))))));
  return product * Math.sqrt(at) * series;
}
