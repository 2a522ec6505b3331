// The rules that want the mean gradient g by itself: it is summed first, for some columns of a block of rows, or for the biases.
#pragma once
#include "backward.h"
#include "network.h"
#include "rates.h"

typedef enum { WEIGHTS, BIASES, GAINS, SHIFTS } part;

INLINE float *partOf(part part, int l, float *const *weights, float *const *biases, float *const *gains,
                     float *const *shifts) {
  switch (part) {
  case WEIGHTS: return weights[l];
  case BIASES: return biases[l];
  case GAINS: return gains[l];
  case SHIFTS: return shifts[l];
  }
  __builtin_unreachable();
}

// `count` numbers, from `at`, of a part of layer l's parameters. Those `ahead` of them are the next to be read.
static void stepByMean(const network *net, int l, part part, long at, const float *g, int count, long ahead) {
#define PART(like) (partOf(part, l, (like).weights, (like).biases, (like).gains, (like).shifts) + at)
  float *w = PART(*net);
  switch (net->step) {
  case ONE_RATE: stepByRate(net->rate, w, g, count); break;
  case OWN_RATES: stepByRates(w, PART(net->rates), g, count, ahead); break;
  case MOMENTUM: stepByMomentum(net->momentum, net->rate, w, PART(net->first), g, count, ahead); break;
  case ADAM: stepByAdam(&net->adam, w, PART(net->first), PART(net->second), g, count, ahead); break;
  default: break;
  }
#undef PART
}

// `groups` groups of columns from column c of the inputs [r, r + rows) of layer l, whose coefficients are those inputs.
static void updateByMean(const network *net, int l, int r, int rows, int c, int groups, long ahead,
                         const scratch *own) {
  const int stride = net->stride[l];
  const float *d = net->s[l + 1] + grouped(c, 0, net->n);
  update(own->rows + c, stride, rows, 0, d, net->n, groups, own->coefficients, 1);
  for (int k = 0; k < rows; k++)
    stepByMean(net, l, WEIGHTS, (long)(r + k) * stride + c, own->rows + (long)k * stride + c, groups * GROUP, ahead);
}
