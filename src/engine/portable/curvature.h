// The positive diagonal of the Hessian (LeCun et al. 1998b): q = ∂²C/∂s², of a hidden unit f′(s)² Σ_o W[i][o]²·q[o]
#pragma once
#include "activation.h"
#include "backward.h"
#include "network.h"

// W² of the inputs [r, r + rows) of layer l.
static void squareRows(const network *net, int l, int r, int rows, float *squares) {
  const float *w = net->weights[l] + (long)r * net->stride[l];
  for (long k = 0; k < (long)rows * net->stride[l]; k += LANES) store(squares + k, load(w + k) * load(w + k));
}

// Inputs [r0, r1) of layer l: q of the layer below in the place of its f′.
static void curveLayer(network *net, int l, int r0, int r1, int member) {
  const scratch *own = &net->own[member];
  const int n = net->n, stride = net->stride[l], groups = padded(net->units[l + 1]) / GROUP;
  for (int r = r0; r < r1; r += BLOCK_ROWS) {
    const int rows = least(BLOCK_ROWS, r1 - r);
    squareRows(net, l, r, rows, own->rows);
    propagate(own->rows, stride, rows, net->s[l + 1], n, groups, 1, own->partials);
    for (int k = 0; k < rows; k++)
      for (int b = 0; b < n; b++) {
        float *at = net->s[l] + grouped(r + k, b, n);
        *at = treeSum(own->partials + ((long)k * n + b) * GROUP) * (*at * *at);
      }
  }
}

// The squared inputs [r, r + rows) of layer l, as coefficients.
static void squareInputs(const network *net, int l, int r, int rows, float *coefficients) {
  scaleInputs(net, l, r, rows, 1, coefficients);
  for (int k = 0; k < net->n * BLOCK_ROWS; k++) coefficients[k] *= coefficients[k];
}
