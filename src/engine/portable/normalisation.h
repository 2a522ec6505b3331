// ŝ = (s − m)·r, r = 1/√(v + 10⁻⁵), and a = γ·ŝ + β in the place of a hidden layer's s: h = f(a). m and v are the mean and the
// population variance of a unit over the minibatch, or as they ran while it was trained (batch normalisation, Ioffe and Szegedy
// 2015), or those over the units of one example (layer normalisation, Ba, Kiros and Hinton 2016).
#pragma once
#include "activation.h"
#include "backward.h"
#include "network.h"
#include "squareRoot.h"

static const float LEAST_VARIANCE = 1e-5f;

// Whether layer l, counted from 1, is normalised.
INLINE int normalised(const network *net, int l) { return net->normalisation != PLAIN && l < net->layers; }

INLINE vec scaleOf(vec variance) { return 1 / squareRoot(variance + LEAST_VARIANCE); }

// x in the first `count` lanes, 0 in the others.
INLINE vec within(int count, vec x) {
  ivec there = {};
  UNROLL for (int j = 0; j < LANES; j++) there[j] = j < count ? -1 : 0;
  return choose(there, x, (vec){});
}

INLINE vec normalisedAt(const network *net, int l, int c, long at) {
  return multiplyAdd(load(net->gains[l] + c), load(net->normal[l] + at), load(net->shifts[l] + c));
}

// Of units [c, c + LANES): their mean and variance over the minibatch, sums from 0, b ascending.
static void measureUnits(const network *net, int l, int c) {
  const int n = net->n;
  const float *s = net->s[l] + grouped(c, 0, n);
  vec sum = {}, squares = {};
  for (int b = 0; b < n; b++) sum = sum + load(s + b * GROUP);
  const vec mean = sum / (float)n;
  for (int b = 0; b < n; b++) {
    const vec apart = load(s + b * GROUP) - mean;
    squares = multiplyAdd(apart, apart, squares);
  }
  store(net->seen[l].means + c, mean);
  store(net->seen[l].variances + c, squares / (float)n);
}

// Batch normalisation of units [c0, c1). Whether all is finite.
static int normaliseUnits(const network *net, int l, int c0, int c1) {
  const int n = net->n;
  const moments *by = net->training ? &net->seen[l] : &net->running[l];
  ivec wrong = {};
  for (int c = c0; c < c1; c += LANES) {
    if (net->training) measureUnits(net, l, c);
    const vec mean = load(by->means + c), variance = load(by->variances + c), scale = scaleOf(variance);
    store(net->scales[l] + c, scale);
    wrong |= notFinite(variance);
    for (int b = 0; b < n; b++) {
      const long at = grouped(c, b, n);
      store(net->normal[l] + at, (load(net->s[l] + at) - mean) * scale);
    }
  }
  return !any(wrong);
}

// Layer normalisation of example b. Its sums are 16 partial ones, unit mod 16, and the tree. Whether all is finite.
static int normaliseExample(const network *net, int l, int b) {
  const int n = net->n, units = net->units[l];
  float p[GROUP] = {0};
  for (int c = 0; c < units; c += LANES)
    store(p + c % GROUP, load(p + c % GROUP) + within(units - c, load(net->s[l] + grouped(c, b, n))));
  const float mean = treeSum(p) / (float)units;
  for (int j = 0; j < GROUP; j++) p[j] = 0;
  for (int c = 0; c < padded(units); c += LANES) {
    const long at = grouped(c, b, n);
    const vec apart = within(units - c, load(net->s[l] + at) - mean);
    store(net->normal[l] + at, apart);
    store(p + c % GROUP, multiplyAdd(apart, apart, load(p + c % GROUP)));
  }
  const vec variance = splat(treeSum(p) / (float)units), scale = scaleOf(variance);
  for (int c = 0; c < padded(units); c += LANES) {
    float *at = net->normal[l] + grouped(c, b, n);
    store(at, load(at) * scale);
  }
  net->scales[l][b] = scale[0];
  return !any(notFinite(variance));
}

// Examples [b0, b1) of layer l.
static void normaliseExamples(network *net, int l, int b0, int b1, int member) {
  (void)member;
  for (int b = b0; b < b1; b++)
    if (!normaliseExample(net, l, b)) set(&net->wrong, 1);
}

// h = f(a) for units [c0, c1); `training` leaves f′(a) in the place of s. Whether all is finite.
INLINE int activateUnits(const network *net, const activation f, const int training, int l, int c0, int c1) {
  const int n = net->n;
  ivec wrong = {};
  for (int c = c0; c < c1; c += LANES)
    for (int b = 0; b < n; b++) {
      const long at = grouped(c, b, n);
      const vec a = normalisedAt(net, l, c, at), h = activationOf(f, a);
      if (training) store(net->s[l] + at, slopeOf(f, a, h));
      wrong |= notFinite(a);
      scatter(h, net->h[l] + (long)c * n + b, n);
    }
  return !any(wrong);
}

static int activateNormalised(const network *net, int l, int c0, int c1) {
#define ACTIVATE(f) return net->training ? activateUnits(net, f, 1, l, c0, c1) : activateUnits(net, f, 0, l, c0, c1)
  WITH_ACTIVATION(net->activation, ACTIVATE)
#undef ACTIVATE
  __builtin_unreachable();
}

// a in the place of s, of a whole layer.
static void placeNormalised(const network *net, int l) {
  for (int c = 0; c < padded(net->units[l]); c += LANES)
    for (int b = 0; b < net->n; b++) {
      const long at = grouped(c, b, net->n);
      store(net->s[l] + at, normalisedAt(net, l, c, at));
    }
}

// ∂a/∂s of unit i of example b, mean and variance held.
INLINE float ownSlope(const network *net, int l, int i, int b) {
  return net->gains[l][i] * net->scales[l][net->normalisation == BATCH ? i : b];
}
