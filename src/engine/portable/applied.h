// The kernels' functions by themselves, so that their error can be measured and what they compute be checked.
#pragma once
#include "activation.h"
#include "exports.h"

// The functions on n numbers in place (n a multiple of LANES; log: double).
EXPORT(void, applyExp, (float *x, int n)) {
  for (int k = 0; k < n; k += LANES) store(x + k, expOf(load(x + k)));
}
EXPORT(void, applyActivation, (int f, float *x, int n)) { apply(f, 0, x, n); }
EXPORT(void, applySlope, (int f, float *x, int n)) { apply(f, 1, x, n); }
// c ← a·b + c
EXPORT(void, applyMultiplyAdd, (const float *a, const float *b, float *c, int n)) {
  for (int k = 0; k < n; k += LANES) store(c + k, multiplyAdd(load(a + k), load(b + k), load(c + k)));
}
EXPORT(void, applyLog, (double *x, int n)) {
  for (int k = 0; k < n; k++) x[k] = logOf(x[k]);
}
