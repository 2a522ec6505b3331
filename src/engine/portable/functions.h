// exp, log, tanh and the other functions in add, multiply and divide. Greatest error found over 10.8 million floats from all
// finite ones, subnormal numbers, both zeros and overflow with them (test/engine/portable/functions.test.ts): exp 0.95 ulp,
// tanh 1.30, sigmoid 2.25, softsign 1.50, elu 0.88, selu 1.86, silu 2.72, softplus 2.61, scaledTanh 2.95, gelu 5.84; log 1.0 ulp
// of a double. Slopes: 3.85·2⁻²⁴. The coefficients are minimax fits.
#pragma once
#include "lanes.h"

INLINE vec powerOf2(ivec k) { return (vec)((k + 127) << 23); } // −126 ≤ k ≤ 127

// x = k·ln 2 + r with |r| ≤ ln 2 / 2: r, and k.
INLINE vec restOf(vec x, ivec *k) {
  const float round = 12582912; // 1.5·2²³: adding it leaves an integer in the low bits
  const vec shifted = x * 1.44269504f + round;
  const vec whole = shifted - round;
  *k = (ivec)shifted - (ivec)splat(round);
  return (x - whole * 0.693359375f) - whole * -2.12194440e-4f; // ln 2 in two parts: the first product is exact
}

// e^r − 1
INLINE vec expm1OfRest(vec r) {
  vec q = 1.38144629796e-3f * r + 8.36878033105e-3f;
  q = q * r + 4.16683942675e-2f;
  q = q * r + 1.6666520109e-1f;
  q = q * r + 4.99999934124e-1f;
  return q * (r * r) + r;
}

INLINE vec expOfRest(vec x, ivec *k) { return expm1OfRest(restOf(x, k)) + 1; }

// y·2^k in two steps, so that a subnormal result is rounded once; −252 ≤ k ≤ 254.
INLINE vec scaled(vec y, ivec k) { return y * powerOf2(k >> 1) * powerOf2(k - (k >> 1)); }

INLINE vec expOf(vec x) {
  ivec k;
  const vec y = expOfRest(choose(x < -110, splat(-110), choose(x > 90, splat(90), x)), &k); // beyond: 0 and ∞
  return scaled(y, k);
}

// e^x − 1 for x ≤ 0.
INLINE vec expm1Of(vec x) {
  ivec k;
  const vec p = expm1OfRest(restOf(choose(x < -20, splat(-20), x), &k)); // beyond: −1
  const vec power = powerOf2(k);
  return p * power + (power - 1);
}

// log(1 + u) for 0 ≤ u ≤ 1: 2 artanh(t/2), t = 2u/(2 + u).
INLINE vec log1pOf(vec u) {
  const vec t = (u + u) / (2 + u), z = t * t;
  vec p = 5.47109327e-4f * z + 2.18764083e-3f;
  p = p * z + 1.25067273e-2f;
  p = p * z + 8.33330204e-2f;
  return t + t * (z * p);
}

// Odd polynomial near 0, else 1 − 2/(e^2|x| + 1).
INLINE vec tanhOf(vec x) {
  const vec a = magnitude(x), z = x * x;
  vec p = -5.70498004474e-3f * z + 2.0639079871e-2f;
  p = p * z + -5.37397123012e-2f;
  p = p * z + 1.33314421547e-1f;
  p = p * z + -3.33332819397e-1f;
  const vec near0 = x + x * (z * p);
  ivec k;
  const vec y = expOfRest(choose(a > 10, splat(20), a + a), &k); // beyond: 1
  const vec far = 1 - 2 / (y * powerOf2(k) + 1);
  const vec sign = (vec)((ivec)x & ~0x7fffffff);
  return (vec)((ivec)choose(a < 0.625f, near0, far) | (ivec)sign);
}

// 1/(1 + e^−x), by e^−|x|, which cannot overflow.
INLINE vec sigmoidOf(vec x) {
  const vec e = expOf(-magnitude(x));
  return choose(x < 0, e, splat(1)) / (1 + e);
}

// x/(1 + |x|)
INLINE vec softsignOf(vec x) { return x / (1 + magnitude(x)); }

// x/(1 + e^−x); for x < 0 x·e^x/(1 + e^x), whose product is scaled last.
INLINE vec siluOf(vec x) {
  ivec k;
  const vec low = choose(x < -110, splat(-110), x); // beyond: −0
  const vec y = expOfRest(-choose(x < 0, -low, choose(x > 110, splat(110), x)), &k);
  return choose(x < 0, scaled(low * y, k), x) / (1 + scaled(y, k));
}

// log(1 + e^x) = max(x, 0) + log(1 + e^−|x|)
INLINE vec softplusOf(vec x) { return choose(x > 0, x, splat(0)) + log1pOf(expOf(-magnitude(x))); }

// log x for a positive normal x = 2^k·m, m in [√½, √2): log m = 2 artanh s, s = (m − 1)/(m + 1), written as
// f − s·(f − R) with f = m − 1, so that the rounding of s counts little.
INLINE double logOf(double x) {
  unsigned long long bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  const unsigned long long root = 0x3fe6a09e667f3bcdull; // √½
  const long long k = (long long)(bits - root) >> 52;
  bits -= (unsigned long long)k << 52;
  double m;
  __builtin_memcpy(&m, &bits, sizeof m);
  const double f = m - 1, s = f / (2 + f), z = s * s;
  double series = 0;
  for (int j = 21; j >= 3; j -= 2) series = (series + 1.0 / j) * z; // Σ z^t/(2t + 1), t = 1, 2, …
  const double low = s * (f - 2 * series) - (double)k * 1.90821492927058770002e-10;
  return (double)k * 6.93147180369123816490e-01 - (low - f);
}
