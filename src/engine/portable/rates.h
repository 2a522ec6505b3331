// W ← W + (−ρ)·g and bias ← bias + (−ρ)·g, a rate ρ for every parameter, g its mean gradient
#pragma once
#include "lanes.h"

INLINE void stepByRates(float *w, const float *rate, const float *g, int count, long ahead) {
  for (int o = 0; o < count; o += LANES) {
    fetchLine(w + ahead, o), fetchLine(rate + ahead, o);
    store(w + o, multiplyAdd(-load(rate + o), load(g + o), load(w + o)));
  }
}
