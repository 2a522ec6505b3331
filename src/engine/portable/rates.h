// W ← W + (−ρ)·g and bias ← bias + (−ρ)·g, a rate ρ for every parameter, g its mean gradient
#pragma once
#include "backward.h"
#include "network.h"

INLINE void stepBy(float *w, const float *rate, const float *g, int count) {
  for (int o = 0; o < count; o += LANES) store(w + o, multiplyAdd(-load(rate + o), load(g + o), load(w + o)));
}

// `groups` groups of columns from column c of the inputs [r, r + rows) of layer l, whose coefficients are those inputs.
static void updateByRates(const network *net, int l, int r, int rows, int c, int groups, const scratch *own) {
  const int stride = net->stride[l];
  const float *d = net->s[l + 1] + grouped(c, 0, net->n);
  update(own->rows + c, stride, rows, 0, d, net->n, groups, own->coefficients, 1);
  for (int k = 0; k < rows; k++) {
    const long at = (long)(r + k) * stride + c;
    stepBy(net->weights[l] + at, net->rates.weights[l] + at, own->rows + (long)k * stride + c, groups * GROUP);
  }
}

static void updateBiasesByRates(const network *net, int l, const float *gradient) {
  stepBy(net->biases[l], net->rates.biases[l], gradient, padded(net->units[l + 1]));
}
