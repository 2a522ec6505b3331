// h = f(s) and f′(s)
#pragma once
#include "backward.h"
#include "functions.h"
#include "network.h"
#include "normal.h"

// selu's λ and λα (Klambauer et al. 2017); scaledTanh's scale and slope (LeCun et al. 1998b).
static const float LAMBDA = 1.0507009873554805f, LAMBDA_ALPHA = 1.7580993408473766f;
static const float SCALE = 1.7159f, STRETCH = 2.0f / 3;

INLINE vec activationOf(const activation f, vec s) {
  const vec zero = {};
  switch (f) {
  case SIGMOID: return sigmoidOf(s);
  case TANH: return tanhOf(s);
  case SOFTSIGN: return softsignOf(s);
  case LINEAR: return s;
  case RELU: return choose(s > 0, s, zero);
  case LEAKY_RELU: return choose(s > 0, s, 0.01f * s);
  case ELU: return choose(s < 0, expm1Of(choose(s < 0, s, zero)), s);
  case SELU: return choose(s < 0, LAMBDA_ALPHA * expm1Of(choose(s < 0, s, zero)), LAMBDA * s);
  case GELU: return geluOf(s);
  case SILU: return siluOf(s);
  case SOFTPLUS: return softplusOf(s);
  case HARD_TANH: return choose(s < -1, splat(-1), choose(s > 1, splat(1), s));
  case SCALED_TANH: return SCALE * tanhOf(STRETCH * s);
  }
  __builtin_unreachable();
}

// σ(s)(1 + sσ(−s)), by e^−|s|.
INLINE vec siluSlopeOf(vec s) {
  const vec e = expOf(-magnitude(s)), far = 1 / (1 + e), near = e * far;
  return choose(s < 0, near * (1 + s * far), far * (1 + s * near));
}

// f′(s), from s and h = f(s); at a kink the lesser of both sides' slopes.
INLINE vec slopeOf(const activation f, vec s, vec h) {
  const vec zero = {}, one = splat(1), rest = 1 - magnitude(h);
  switch (f) {
  case SIGMOID: return h * (1 - h);
  case TANH: return (1 - h) * (1 + h);
  case SOFTSIGN: return rest * rest;
  case LINEAR: return one;
  case RELU: return choose(s > 0, one, zero);
  case LEAKY_RELU: return choose(s > 0, one, splat(0.01f));
  case ELU: return choose(s < 0, h + 1, one);
  case SELU: return choose(s < 0, h + LAMBDA_ALPHA, splat(LAMBDA));
  case GELU: return geluSlopeOf(s);
  case SILU: return siluSlopeOf(s);
  case SOFTPLUS: return sigmoidOf(s);
  case HARD_TANH: return choose(magnitude(s) < 1, one, zero);
  case SCALED_TANH: {
    const vec t = tanhOf(STRETCH * s);
    return SCALE * STRETCH * ((1 - t) * (1 + t));
  }
  }
  __builtin_unreachable();
}

// Calls CALL(f) with the constant f = activation.
#define WITH_ACTIVATION(activation, CALL)                                                                              \
  switch (activation) {                                                                                                \
  case SIGMOID: CALL(SIGMOID); break;                                                                                  \
  case TANH: CALL(TANH); break;                                                                                        \
  case SOFTSIGN: CALL(SOFTSIGN); break;                                                                                \
  case LINEAR: CALL(LINEAR); break;                                                                                    \
  case RELU: CALL(RELU); break;                                                                                        \
  case LEAKY_RELU: CALL(LEAKY_RELU); break;                                                                            \
  case ELU: CALL(ELU); break;                                                                                          \
  case SELU: CALL(SELU); break;                                                                                        \
  case GELU: CALL(GELU); break;                                                                                        \
  case SILU: CALL(SILU); break;                                                                                        \
  case SOFTPLUS: CALL(SOFTPLUS); break;                                                                                \
  case HARD_TANH: CALL(HARD_TANH); break;                                                                              \
  case SCALED_TANH: CALL(SCALED_TANH); break;                                                                          \
  }

INLINE ivec notFinite(vec x) { return (ivec)magnitude(x) >= 0x7f800000; }

INLINE int any(ivec mask) {
  int some = 0;
  for (int j = 0; j < LANES; j++) some |= mask[j];
  return some != 0;
}

// s ← s + bias, for columns [c0, c1) of layer l + 1. Whether all are finite.
static int addBiases(const network *net, int l, int c0, int c1) {
  ivec wrong = {};
  for (int c = c0; c < c1; c += LANES)
    for (int b = 0; b < net->n; b++) {
      float *at = net->s[l + 1] + grouped(c, b, net->n);
      const vec s = load(at) + load(net->biases[l] + c);
      store(at, s);
      wrong |= notFinite(s);
    }
  return !any(wrong);
}

// A group's lanes of h, of one example, to their units' rows of n examples.
INLINE void scatter(vec h, float *to, int n) {
  UNROLL for (int j = 0; j < LANES; j++) to[(long)j * n] = h[j];
}

// s ← s + bias, h = f(s), for columns [c0, c1) of hidden layer l + 1; `training` leaves f′(s) in the place of s.
INLINE int activateColumns(const network *net, const activation f, const int training, int l, int c0, int c1) {
  const int n = net->n;
  ivec wrong = {};
  for (int c = c0; c < c1; c += LANES)
    for (int b = 0; b < n; b++) {
      float *at = net->s[l + 1] + grouped(c, b, n);
      const vec s = load(at) + load(net->biases[l] + c);
      const vec h = activationOf(f, s);
      store(at, training ? slopeOf(f, s, h) : s);
      wrong |= notFinite(s);
      scatter(h, net->h[l + 1] + (long)c * n + b, n);
    }
  return !any(wrong);
}

// Whether all pre-activations are finite.
static int activateLayer(const network *net, int training, int l, int c0, int c1) {
  if (l + 1 == net->layers) return addBiases(net, l, c0, c1);
#define ACTIVATE(f)                                                                                                    \
  return training ? activateColumns(net, f, 1, l, c0, c1) : activateColumns(net, f, 0, l, c0, c1)
  WITH_ACTIVATION(net->activation, ACTIVATE)
#undef ACTIVATE
  __builtin_unreachable();
}

// Numbers s → f(s), or f′(s).
INLINE void applyOne(const activation f, const int slope, float *s, long count) {
  for (long k = 0; k < count; k += LANES) {
    const vec x = load(s + k), h = activationOf(f, x);
    store(s + k, slope ? slopeOf(f, x, h) : h);
  }
}

static void apply(activation activation, int slope, float *s, long count) {
#define APPLY(f)                                                                                                       \
  if (slope) applyOne(f, 1, s, count);                                                                                 \
  else applyOne(f, 0, s, count)
  WITH_ACTIVATION(activation, APPLY)
#undef APPLY
}

// `factor` times the inputs [r, r + rows) of layer l, as an update's coefficients [n][BLOCK_ROWS].
static void scaleInputs(const network *net, int l, int r, int rows, float factor, float *coefficients) {
  const int n = net->n;
  for (int k = 0; k < rows; k++)
    for (int b = 0; b < n; b++) coefficients[b * BLOCK_ROWS + k] = factor * net->h[l][(long)(r + k) * n + b];
}

// ∂C/∂s of units [r, r + rows) of hidden layer l, from their propagated partial sums and f′(s), in its place.
static void slopeRows(const network *net, int l, int r, int rows, const float *partials) {
  const int n = net->n;
  for (int k = 0; k < rows; k++)
    for (int b = 0; b < n; b++) {
      float *at = net->s[l] + grouped(r + k, b, n);
      *at = treeSum(partials + ((long)k * n + b) * GROUP) * *at;
    }
}
