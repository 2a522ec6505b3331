// The variance of mean gradients over minibatches, a running mean m and sum of squared deviations M (Welford 1962):
// δ = g − m, m ← m + δ/k, M ← M + δ·(g − m) for minibatch k = 1, 2, …; the variance is M/k
#pragma once
#include "lanes.h"

INLINE void observe(float *mean, float *deviations, const float *g, int count, float k) {
  for (int o = 0; o < count; o += LANES) {
    const vec x = load(g + o), m = k == 1 ? (vec){} : load(mean + o), before = x - m, next = m + before / k;
    store(mean + o, next);
    store(deviations + o, multiplyAdd(before, x - next, k == 1 ? (vec){} : load(deviations + o)));
  }
}

INLINE void divideBy(float *deviations, int count, float k) {
  for (int o = 0; o < count; o += LANES) store(deviations + o, load(deviations + o) / k);
}
