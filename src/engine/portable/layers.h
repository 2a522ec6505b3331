// One layer's part of a run forward and of one back, and who does it: all members of a team.
#pragma once
#include "activation.h"
#include "backward.h"
#include "cost.h"
#include "forward.h"
#include "network.h"
#include "normalisation-backward.h"
#include "rules.h"

// s ← s + bias of units [c0, c1) of hidden layer l; with batch normalisation h too. Whether all is finite.
static int normaliseColumns(const network *net, int l, int c0, int c1) {
  if (!addBiases(net, l - 1, c0, c1)) return 0;
  return net->normalisation == LAYER || (normaliseUnits(net, l, c0, c1) && activateNormalised(net, l, c0, c1));
}

// Units [c0, c1) of layer l + 1, whole groups.
static void forwardLayer(network *net, int l, int c0, int c1, int member) {
  (void)member;
  forwardSums(net->weights[l], net->stride[l], net->units[l], net->h[l], net->n, net->s[l + 1], c0, c1);
  const int finite = normalised(net, l + 1) ? normaliseColumns(net, l + 1, c0, c1)
                                            : activateLayer(net, net->training, l, c0, c1);
  if (!finite) set(&net->wrong, 1);
}

// h = f(a) for units [c0, c1) of layer l.
static void activateLater(network *net, int l, int c0, int c1, int member) {
  (void)member;
  if (!activateNormalised(net, l, c0, c1)) set(&net->wrong, 1);
}

// Inputs [r0, r1) of layer l: ∂C/∂s of the layer below and, if it is a step, W after it.
INLINE void backwardRows(network *net, int l, int r0, int r1, const scratch *own, const step step) {
  const int n = net->n, stride = net->stride[l], groups = padded(net->units[l + 1]) / GROUP;
  for (int r = r0; r < r1; r += BLOCK_ROWS) {
    const int rows = least(BLOCK_ROWS, r1 - r);
    const long ahead = r + 2 * BLOCK_ROWS <= r1 ? (long)BLOCK_ROWS * stride : 0;
    if (step != NONE) scaleInputs(net, l, r, rows, step == ONE_RATE ? -net->rate : 1, own->coefficients);
    for (int g = 0; g < groups; g += BLOCK_GROUPS) {
      const int some = least(BLOCK_GROUPS, groups - g);
      float *w = net->weights[l] + (long)r * stride + g * GROUP;
      const float *d = net->s[l + 1] + (long)g * groupPitch(n);
      if (l > 0) propagate(w, stride, rows, d, n, some, g == 0, own->partials);
      if (step == ONE_RATE) update(w, stride, rows, ahead, d, n, some, own->coefficients, 0);
      if (step > ONE_RATE) updateByMean(net, l, r, rows, g * GROUP, some, ahead, own);
    }
    if (l > 0) slopeRows(net, l, r, rows, own->partials);
  }
}

static void backwardLayer(network *net, int l, int r0, int r1, int member) {
  const scratch *own = &net->own[member];
  switch (net->step) {
  case NONE: backwardRows(net, l, r0, r1, own, NONE); break;
  case ONE_RATE: backwardRows(net, l, r0, r1, own, ONE_RATE); break;
  default: backwardRows(net, l, r0, r1, own, OWN_RATES); break; // as all that want the mean gradient
  }
}

// `factor` times Σ_b d_b of layer l + 1 is added to `to`, or with from0 takes its place.
static void sumBiases(const network *net, int l, float factor, float *to, int from0) {
  float *coefficients = net->own[0].coefficients;
  for (int b = 0; b < net->n; b++) coefficients[b * BLOCK_ROWS] = factor;
  update(to, 0, 1, 0, net->s[l + 1], net->n, padded(net->units[l + 1]) / GROUP, coefficients, from0);
}

static void updateBiases(network *net, int l) {
  if (net->step == ONE_RATE) sumBiases(net, l, -net->rate, net->biases[l], 0);
  if (net->step <= ONE_RATE) return;
  sumBiases(net, l, 1, net->own[0].rows, 1);
  stepByMean(net, l, BIASES, 0, net->own[0].rows, padded(net->units[l + 1]), 0);
}

static void forwardTogether(network *net, int l) {
  const int columns = padded(net->units[l + 1]);
  together(net, &net->team, forwardLayer, l, columns, GROUP);
  if (net->normalisation != LAYER || !normalised(net, l + 1)) return;
  together(net, &net->team, normaliseExamples, l + 1, net->n, 1);
  together(net, &net->team, activateLater, l + 1, columns, GROUP);
}

// All inputs of layer l.
static void rowsTogether(network *net, work *work, int l) { together(net, &net->team, work, l, net->units[l], BLOCK_ROWS); }

// ∂C/∂s of the layer below layer l of weights, and the step of both if it is one.
static void backTogether(network *net, int l) {
  rowsTogether(net, backwardLayer, l);
  if (l > 0 && normalised(net, l)) backNormalised(net, l);
}

// Every layer, costs and predictions. Whether all pre-activations are finite.
static int runForward(network *net, int training) {
  net->training = training;
  net->wrong = 0;
  for (int l = 0; l < net->layers; l++) {
    forwardTogether(net, l);
    if (training) clearPadding(net, l + 1);
  }
  outputs(net);
  return !net->wrong;
}
