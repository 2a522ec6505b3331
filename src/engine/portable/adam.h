// Adam (Kingma and Ba 2015, algorithm 1), g the mean gradient of update t = 1, 2, …:
//   m ← β₁·m + (1 − β₁)·g        v ← β₂·v + ((1 − β₂)·g)·g
//   W ← W + (−ε_t)·(m / (√v + δ_t))
// ε_t = ε·√c₂/c₁ and δ_t = δ·√c₂ with c = 1 − β^t: the same as ε·m̂/(√v̂ + δ), m̂ = m/c₁, v̂ = v/c₂ (there at the end of section 2).
// Of these β^t and c are doubles, √c₂ is the float of the float c₂, and ε_t and δ_t are rounded once.
#pragma once
#include "squareRoot.h"

typedef struct {
  float beta1, beta2, delta;
  int updates;      // done: t is the next
  float rate, near; // ε_t and δ_t of the update under way
} adam;

// β^t by squaring, the lowest digit of t first.
static double power(double beta, int t) {
  double product = 1;
  for (; t > 0; t >>= 1, beta *= beta)
    if (t & 1) product *= beta;
  return product;
}

static void nextUpdate(adam *by, float rate) {
  const int t = ++by->updates;
  const double root = squareRoot(splat((float)(1 - power(by->beta2, t))))[0];
  by->rate = (float)(rate * root / (1 - power(by->beta1, t)));
  by->near = (float)(by->delta * root);
}

INLINE void stepByAdam(const adam *by, float *w, float *first, float *second, const float *g, int count,
                       long ahead) {
  const vec keep1 = splat(by->beta1), take1 = splat(1 - by->beta1), keep2 = splat(by->beta2), take2 = splat(1 - by->beta2);
  const vec down = splat(-by->rate), near = splat(by->near);
  for (int o = 0; o < count; o += LANES) {
    fetchLine(w + ahead, o), fetchLine(first + ahead, o), fetchLine(second + ahead, o);
    const vec x = load(g + o);
    const vec m = multiplyAdd(keep1, load(first + o), take1 * x), v = multiplyAdd(keep2, load(second + o), take2 * x * x);
    store(first + o, m);
    store(second + o, v);
    store(w + o, multiplyAdd(down, m / (squareRoot(v) + near), load(w + o)));
  }
}
