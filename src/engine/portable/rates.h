// W ← W + (−ρ)·g and bias ← bias + (−ρ)·g, a rate ρ for every parameter, g its mean gradient
#pragma once
#include "lanes.h"

// x ← x + (−ε)·g
INLINE void stepByRate(float rate, float *x, const float *g, int count) {
  const vec down = splat(-rate);
  for (int o = 0; o < count; o += LANES) store(x + o, multiplyAdd(down, load(g + o), load(x + o)));
}

INLINE void stepByRates(float *w, const float *rate, const float *g, int count, long ahead) {
  for (int o = 0; o < count; o += LANES) {
    fetchLine(w + ahead, o), fetchLine(rate + ahead, o);
    store(w + o, multiplyAdd(-load(rate + o), load(g + o), load(w + o)));
  }
}
