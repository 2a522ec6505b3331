// The normal distribution's Φ, as the exact GELU x·Φ(x) needs it.
#pragma once
#include "functions.h"

// With a = |x| (at most 15, where the tail is smaller than any float): Φ(−a) = y·2^k·mills, y·2^k = e^{−a²/2}.
typedef struct {
  vec a, y, mills;
  ivec k;
} tail;

// a² = h² + (a − h)(a + h), h the first 12 bits of a, so that h² is exact. `mills` is ½ e^{a²/2} erfc(a/√2), t times a minimax
// polynomial in t = 1/(1 + 0.296875a).
INLINE tail tailOf(vec x) {
  tail of;
  const vec all = magnitude(x), a = choose(all > 15, splat(15), all);
  const vec h = (vec)(((ivec)a + 0x800) & ~0xfff);
  const vec r = restOf(-0.5f * (h * h), &of.k) - 0.5f * ((a - h) * (a + h));
  of.y = expm1OfRest(r) + 1;
  const vec t = 1 / (1 + 0.296875f * a);
  vec p = -2.03076117e-2f * t + 1.14106894e-1f;
  p = p * t + -2.40830556e-1f;
  p = p * t + 2.15688661e-1f;
  p = p * t + -9.63105038e-2f;
  p = p * t + 1.05697371e-1f;
  p = p * t + 7.54088685e-2f;
  p = p * t + 1.09832674e-1f;
  p = p * t + 1.18271843e-1f;
  p = p * t + 1.18442364e-1f;
  of.mills = p * t;
  of.a = a;
  return of;
}

// x·Φ(x): with an odd polynomial Φ − ½ near 0; else −aΦ(−a) for x < 0, x − aΦ(−a) for x > 0.
INLINE vec geluOf(vec x) {
  const vec z = x * x;
  vec p = 1.01408150e-4f * z + -1.17932295e-3f;
  p = p * z + 9.97150782e-3f;
  p = p * z + -6.64901584e-2f;
  p = p * z + 3.98942262e-1f;
  const vec near0 = x * (0.5f + x * p);
  const tail of = tailOf(x);
  const vec beyond = scaled((of.a * of.mills) * of.y, of.k);
  return choose(of.a < 0.75f, near0, choose(x < 0, -beyond, x - beyond));
}

// Φ(x) + xφ(x): Φ(−a) − aφ(a) for x < 0, else 1 minus that.
INLINE vec geluSlopeOf(vec x) {
  const tail of = tailOf(x);
  const vec beyond = scaled((of.mills - of.a * 3.98942280e-1f) * of.y, of.k);
  return choose(x < 0, beyond, 1 - beyond);
}
