// v ← μ·v + g, W ← W + (−ε)·v, g the mean gradient; Nesterov's, with the new v: W ← W + (−ε)·(μ·v + g) (Sutskever, Martens, Dahl
// and Hinton 2013, of the parameters at which g is taken: Bengio, Boulanger-Lewandowski and Pascanu 2013, equation 7)
#pragma once
#include "lanes.h"

typedef struct {
  float momentum; // μ
  int nesterov;
} momentum;

INLINE void stepByMomentum(momentum by, float rate, float *w, float *velocity, const float *g, int count,
                           long ahead) {
  const vec down = splat(-rate), keep = splat(by.momentum);
  for (int o = 0; o < count; o += LANES) {
    fetchLine(w + ahead, o), fetchLine(velocity + ahead, o);
    const vec x = load(g + o), v = multiplyAdd(keep, load(velocity + o), x);
    store(velocity + o, v);
    store(w + o, multiplyAdd(down, by.nesterov ? multiplyAdd(keep, v, x) : v, load(w + o)));
  }
}
