// What is measured of a network: slopes, gradients and their variance over minibatches, curvature.
#pragma once
#include "curvature.h"
#include "exports.h"
#include "layers.h"
#include "variance.h"

// After `forward`: f′(s) in the place of the hidden layers' s.
EXPORT(void, slopes, (network *net)) {
  for (int l = 1; l < net->layers; l++) {
    if (normalised(net, l)) placeNormalised(net, l);
    apply(net->activation, 1, net->s[l], (long)padded(net->units[l]) / GROUP * groupPitch(net->n));
    clearPadding(net, l);
  }
}

// After `slopes`: ∂h/∂s of each unit of hidden layer l and its own s, as `rows` [n][units].
EXPORT(void, giveSlopes, (network *net, int l)) {
  const int n = net->n, units = net->units[l];
  for (int b = 0; b < n; b++)
    for (int i = 0; i < units; i++) {
      const float slope = net->s[l][grouped(i, b, n)];
      net->rows[(long)b * units + i] = normalised(net, l) ? ownSlope(net, l, i, b) * slope : slope;
    }
}

// After `slopes`: ∂C/∂s of every layer, C each example's own cost.
EXPORT(void, backward, (network *net)) {
  outputGradient(net, 1);
  net->step = NONE;
  for (int l = net->layers - 1; l > 0; l--) backTogether(net, l);
}

// After `slopes`: ∂²C/∂s² of every layer, C each example's own cost, f″ left out.
EXPORT(void, curve, (network *net)) {
  outputCurvature(net);
  for (int l = net->layers - 1; l > 0; l--) rowsTogether(net, curveLayer, l);
}

// `rows` rows of Σ_b h_b[i]·d_b[o], or with h² for h, from row r of layer l: [rows][stride].
static void sumRows(const network *net, int l, int r, int rows, float *coefficients, float *to) {
  if (net->squared) squareInputs(net, l, r, rows, coefficients);
  else scaleInputs(net, l, r, rows, 1, coefficients);
  update(to, net->stride[l], rows, 0, net->s[l + 1], net->n, padded(net->units[l + 1]) / GROUP, coefficients, 1);
}

// Rows [r0, r1) after net->firstRow of what is given out of layer l.
static void giveRows(network *net, int l, int r0, int r1, int member) {
  for (int r = r0; r < r1; r += BLOCK_ROWS)
    sumRows(net, l, net->firstRow + r, least(BLOCK_ROWS, r1 - r), net->own[member].coefficients,
            net->gradient + (long)r * net->stride[l]);
}

// Rows [r0, r1) of layer l's mean gradient are those of the minibatch observed.
static void observeLayer(network *net, int l, int r0, int r1, int member) {
  const scratch *own = &net->own[member];
  for (int r = r0; r < r1; r += BLOCK_ROWS) {
    const int rows = least(BLOCK_ROWS, r1 - r), stride = net->stride[l];
    sumRows(net, l, r, rows, own->coefficients, own->rows);
    for (int k = 0; k < rows; k++) {
      const long at = (long)(r + k) * stride;
      observe(net->means.weights[l] + at, net->deviations.weights[l] + at, own->rows + (long)k * stride,
              padded(net->units[l + 1]), net->minibatch);
    }
  }
}

// After `backward` or `curve`, before `gradientRows` or `curvatureRows`: d/n in place of layer l + 1's d.
EXPORT(void, divideByExamples, (network *net, int l)) {
  const long all = (long)padded(net->units[l + 1]) / GROUP * groupPitch(net->n);
  for (long k = 0; k < all; k += LANES) store(net->s[l + 1] + k, load(net->s[l + 1] + k) / (float)net->n);
}

EXPORT(int, blockRows, (network *net)) { return givenRows(net); }

static float *give(network *net, int squared, int l, int r, int rows) {
  net->squared = squared;
  net->firstRow = r;
  together(net, &net->team, giveRows, l, rows, BLOCK_ROWS);
  return net->gradient;
}

// At most `blockRows` rows of ∂C/∂W from row r of layer l, [rows][stride].
EXPORT(float *, gradientRows, (network *net, int l, int r, int rows)) { return give(net, 0, l, r, rows); }

// The same of ∂²C/∂W².
EXPORT(float *, curvatureRows, (network *net, int l, int r, int rows)) { return give(net, 1, l, r, rows); }

EXPORT(float *, biasGradient, (network *net, int l)) {
  sumBiases(net, l, 1, net->gradient, 1);
  return net->gradient;
}

// Whether there is memory for the variance of the gradients; `prepare` must follow.
EXPORT(int, needVariance, (network *net)) { return appendLike(net, &net->means) && appendLike(net, &net->deviations); }
EXPORT(float *, varianceWeights, (network *net, int l)) { return net->deviations.weights[l]; }
EXPORT(float *, varianceBiases, (network *net, int l)) { return net->deviations.biases[l]; }

// The mean gradients of the workspace's inputs and labels are the k-th, from 1, of those whose variance is asked for.
EXPORT(void, observeGradients, (network *net, int k)) {
  runForward(net, 1);
  outputGradient(net, net->n);
  net->step = NONE;
  net->squared = 0;
  net->minibatch = k;
  for (int l = net->layers - 1; l >= 0; l--) {
    if (l > 0) rowsTogether(net, backwardLayer, l);
    rowsTogether(net, observeLayer, l);
    observe(net->means.biases[l], net->deviations.biases[l], biasGradient(net, l), padded(net->units[l + 1]), k);
  }
}

// After k minibatches.
EXPORT(void, finishVariance, (network *net, int k)) {
  for (int l = 0; l < net->layers; l++) {
    for (int i = 0; i < net->units[l]; i++)
      divideBy(net->deviations.weights[l] + (long)i * net->stride[l], padded(net->units[l + 1]), k);
    divideBy(net->deviations.biases[l], padded(net->units[l + 1]), k);
  }
}
