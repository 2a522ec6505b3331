// h = f(s), and d = ∂C/∂h · f′(s)
#pragma once
#include "backward.h"
#include "functions.h"
#include "network.h"

INLINE vec activationOf(const activation f, vec s) {
  return f == TANH ? tanhOf(s) : f == SIGMOID ? sigmoidOf(s) : softsignOf(s);
}

// f′(s) from h = f(s): tanh (1 − h)(1 + h), sigmoid h(1 − h), softsign (1 − |h|)².
INLINE float slopeOf(const activation f, float h) {
  const float rest = 1 - __builtin_fabsf(h);
  return f == TANH ? (1 - h) * (1 + h) : f == SIGMOID ? h * (1 - h) : rest * rest;
}

INLINE ivec notFinite(vec x) { return (ivec)magnitude(x) >= 0x7f800000; }

INLINE int any(ivec mask) {
  int some = 0;
  for (int j = 0; j < LANES; j++) some |= mask[j];
  return some != 0;
}

// s ← s + bias, h = f(s), for columns [c0, c1) of layer l + 1; of the output layer s only.
INLINE int activateColumns(const network *net, const int hidden, const activation f, int l, int c0, int c1) {
  const int n = net->n;
  ivec wrong = {};
  for (int c = c0; c < c1; c += LANES)
    for (int b = 0; b < n; b++) {
      float *at = net->s[l + 1] + grouped(c, b, n);
      const vec s = load(at) + load(net->biases[l] + c);
      store(at, s);
      wrong |= notFinite(s);
      if (!hidden) continue;
      const vec h = activationOf(f, s);
      float *to = net->h[l + 1] + (long)c * n + b;
      UNROLL for (int j = 0; j < LANES; j++) to[(long)j * n] = h[j];
    }
  return !any(wrong);
}

// Whether all pre-activations are finite.
static int activateLayer(const network *net, int l, int c0, int c1) {
  if (l + 1 == net->layers) return activateColumns(net, 0, TANH, l, c0, c1);
  switch (net->activation) {
  case SIGMOID: return activateColumns(net, 1, SIGMOID, l, c0, c1);
  case TANH: return activateColumns(net, 1, TANH, l, c0, c1);
  default: return activateColumns(net, 1, SOFTSIGN, l, c0, c1);
  }
}

// `factor` times the inputs [r, r + rows) of layer l, as an update's coefficients [n][BLOCK_ROWS].
static void scaleInputs(const network *net, int l, int r, int rows, float factor, float *coefficients) {
  const int n = net->n;
  for (int k = 0; k < rows; k++)
    for (int b = 0; b < n; b++) coefficients[b * BLOCK_ROWS + k] = factor * net->h[l][(long)(r + k) * n + b];
}

INLINE void slope(const activation f, const network *net, int l, int r, int rows, const float *partials) {
  const int n = net->n;
  for (int k = 0; k < rows; k++)
    for (int b = 0; b < n; b++) {
      const float propagated = treeSum(partials + ((long)k * n + b) * GROUP);
      net->s[l][grouped(r + k, b, n)] = propagated * slopeOf(f, net->h[l][(long)(r + k) * n + b]);
    }
}

// ∂C/∂s of units [r, r + rows) of hidden layer l, from their propagated partial sums.
static void slopeRows(const network *net, int l, int r, int rows, const float *partials) {
  switch (net->activation) {
  case SIGMOID: slope(SIGMOID, net, l, r, rows, partials); break;
  case TANH: slope(TANH, net, l, r, rows, partials); break;
  case SOFTSIGN: slope(SOFTSIGN, net, l, r, rows, partials); break;
  }
}
