/*
 * A denoising auto-encoder with tied weights (Vincent, Larochelle, Bengio and Manzagol 2008) on a hidden layer's inputs x, the
 * activations of the layers below, which stay as they are. For a minibatch of n examples b, kept inputs k_b[i] ∈ {0, 1}:
 *   x̃ = x where it is kept, else 0
 *   h = f(s), s_b[o] = Σ_i x̃_b[i]·W[i][o] + bias[o]      as every run forward
 *   z = g(r), r_b[i] = Σ_o h_b[o]·W[i][o] + c[i]          16 partial sums and the tree, as ∂C/∂h is summed; then c is added
 *   C_b = Σ_i softplus(r) − x·r, g the sigmoid            cross-entropy −x·log z − (1 − x)·log(1 − z)
 *   C_b = Σ_i ½(z − x)², any other g                      each in float with x·r rounded, summed in double, b, then i ascending
 *   e = (z − x)/n, or (z − x)·g′(r)/n                     ∂C/∂r
 *   d = f′(s)·Σ_i e_b[i]·W[i][o]                          ∂C/∂s, summed from 0, i ascending
 *   W[i][o] ← W[i][o] + (−ε·x̃_b[i])·d_b[o]                b ascending; then
 *   W[i][o] ← W[i][o] + (−ε·e_b[i])·h_b[o]                b ascending
 *   bias[o] ← bias[o] + (−ε)·d_b[o], c[i] ← c[i] + (−ε·e_b[i])      b ascending
 * Three phases read W: forward by columns, decoding by rows, and by columns again, where a block of columns is read for d
 * and then updated while it is near.
 */
#pragma once
#include "activation.h"
#include "exports.h"
#include "layers.h"
#include "network.h"

enum { NEAR_COLUMNS = 64 }; // of W, that stay near from their sums to their update

typedef struct autoencoder {
  int n;                      // examples that there is room for
  activation decoder;         // g: sigmoid, tanh, softsign or linear
  float *biases;              // [padded(inputs)]: c
  unsigned char *kept;        // [inputs][n]
  float *clean;               // [inputs][n]: x
  float *code;                // grouped: h
  float *sums;                // grouped: Σ e·W
  float *errors;              // [inputs][n]: e
  float *inputSteps;          // [inputs / BLOCK_ROWS][n][BLOCK_ROWS]: −ε·x̃
  float *errorSteps;          // the same of e
  double *costs;              // [padded(inputs)]: Σ_b
  double cost;                // mean over the examples
} autoencoder;

// The layer that is learnt: the last is there only so that this one is hidden.
static int learntLayer(const network *net) { return net->layers - 2; }

// Where a step of input i for example b is.
INLINE long stepAt(int i, int b, int n) { return (long)(i / BLOCK_ROWS * n + b) * BLOCK_ROWS + i % BLOCK_ROWS; }

// x̃ takes the place of x, for inputs [i0, i1).
static void corrupt(network *net, int l, int i0, int i1, int member) {
  (void)member;
  const autoencoder *own = net->autoencoder;
  const int n = net->n;
  for (int i = i0; i < i1; i++)
    for (int b = 0; b < n; b++) {
      const long at = (long)i * n + b;
      const float x = net->h[l][at];
      own->clean[at] = x;
      net->h[l][at] = own->kept[at] ? x : 0;
      own->inputSteps[stepAt(i, b, n)] = -net->rate * net->h[l][at];
    }
}

// Units [c0, c1) of the code, whole groups; those that only make a group whole are 0, so that their weights stay 0.
static void encodeLayer(network *net, int l, int c0, int c1, int member) {
  forwardLayer(net, l, c0, c1, member);
  for (int c = c0; c < c1; c++)
    for (int b = 0; b < net->n; b++)
      net->autoencoder->code[grouped(c, b, net->n)] = c < net->units[l + 1] ? net->h[l + 1][(long)c * net->n + b] : 0;
}

// e, its steps and the cost of inputs [r, r + LANES) that are below `end`, from their partial sums. Whether all r are finite.
INLINE int reconstruct(const activation g, const network *net, int r, int end, const float *partials) {
  const autoencoder *own = net->autoencoder;
  const int n = net->n, rows = least(LANES, end - r);
  double costs[LANES] = {};
  ivec wrong = {};
  for (int b = 0; b < n; b++) {
    vec s = {}, x = {};
    for (int k = 0; k < rows; k++) {
      s[k] = treeSum(partials + ((long)k * n + b) * GROUP);
      x[k] = own->clean[(long)(r + k) * n + b];
    }
    s += load(own->biases + r);
    wrong |= notFinite(s);
    const vec z = activationOf(g, s), difference = z - x;
    const vec cost = g == SIGMOID ? softplusOf(s) - x * s : 0.5f * (difference * difference);
    const vec e = (g == SIGMOID ? difference : difference * slopeOf(g, s, z)) / (float)n;
    for (int k = 0; k < rows; k++) {
      costs[k] += cost[k];
      own->errors[(long)(r + k) * n + b] = e[k];
      own->errorSteps[stepAt(r + k, b, n)] = -net->rate * e[k];
    }
  }
  for (int k = 0; k < rows; k++) own->costs[r + k] = costs[k];
  return !any(wrong);
}

// Inputs [r0, r1).
static void decodeRows(network *net, int l, int r0, int r1, int member) {
  const autoencoder *own = net->autoencoder;
  const int groups = padded(net->units[l + 1]) / GROUP, stride = net->stride[l];
  float *partials = net->own[member].partials;
  for (int r = r0; r < r1; r += BLOCK_ROWS) {
    const int rows = least(BLOCK_ROWS, r1 - r);
    propagate(net->weights[l] + (long)r * stride, stride, rows, own->code, net->n, groups, 1, partials);
    int finite = 1;
    for (int k = 0; k < rows; k += LANES) {
      const float *some = partials + (long)k * net->n * GROUP;
      switch (own->decoder) {
      case SIGMOID: finite &= reconstruct(SIGMOID, net, r + k, r1, some); break;
      case TANH: finite &= reconstruct(TANH, net, r + k, r1, some); break;
      case SOFTSIGN: finite &= reconstruct(SOFTSIGN, net, r + k, r1, some); break;
      default: finite &= reconstruct(LINEAR, net, r + k, r1, some);
      }
    }
    if (!finite) set(&net->wrong, 1);
  }
}

// W of columns [c, c + 16·groups) by both its uses.
static void updateNear(network *net, int l, int c, int groups) {
  const autoencoder *own = net->autoencoder;
  const int n = net->n, stride = net->stride[l];
  for (int r = 0; r < net->units[l]; r += BLOCK_ROWS) {
    const int rows = least(BLOCK_ROWS, net->units[l] - r);
    float *w = net->weights[l] + (long)r * stride + c;
    update(w, stride, rows, 0, net->s[l + 1] + grouped(c, 0, n), n, groups, own->inputSteps + stepAt(r, 0, n), 0);
    update(w, stride, rows, 0, own->code + grouped(c, 0, n), n, groups, own->errorSteps + stepAt(r, 0, n), 0);
  }
}

// Units [c0, c1), whole groups: d in the place of f′(s), then their weights.
static void learnColumns(network *net, int l, int c0, int c1, int member) {
  (void)member;
  const autoencoder *own = net->autoencoder;
  const int n = net->n;
  for (int c = c0; c < c1; c += NEAR_COLUMNS) {
    const int groups = least(NEAR_COLUMNS, c1 - c) / GROUP;
    forwardSums(net->weights[l], net->stride[l], net->units[l], own->errors, n, own->sums, c, c + groups * GROUP);
    for (int k = c; k < c + groups * GROUP; k += LANES)
      for (int b = 0; b < n; b++) {
        float *d = net->s[l + 1] + grouped(k, b, n);
        store(d, load(own->sums + grouped(k, b, n)) * load(d));
      }
    updateNear(net, l, c, groups);
  }
}

static void updateDecoderBiases(const network *net) {
  const autoencoder *own = net->autoencoder;
  for (int i = 0; i < net->units[learntLayer(net)]; i++)
    for (int b = 0; b < net->n; b++) own->biases[i] += own->errorSteps[stepAt(i, b, net->n)];
}

static double meanCost(const network *net) {
  double sum = 0;
  for (int i = 0; i < net->units[learntLayer(net)]; i++) sum += net->autoencoder->costs[i];
  return sum / net->n;
}

// Whether there is memory for an auto-encoder of the layer before the last, for n examples; `prepare` for as many must follow.
EXPORT(int, needAutoencoder, (network *net, int n)) {
  const int l = learntLayer(net), inputs = padded(net->units[l]), groups = padded(net->units[l + 1]) / GROUP;
  char *at = net->workspace;
  autoencoder *own = take(&at, sizeof *own), made = {.n = n};
  made.biases = take(&at, 4ULL * inputs);
  made.kept = take(&at, (unsigned long long)inputs * n);
  made.clean = take(&at, 4ULL * inputs * n);
  made.code = take(&at, 4ULL * groups * groupPitch(n));
  made.sums = take(&at, 4ULL * groups * groupPitch(n));
  made.errors = take(&at, 4ULL * inputs * n);
  made.inputSteps = take(&at, 4ULL * inputs * n);
  made.errorSteps = take(&at, 4ULL * inputs * n);
  made.costs = take(&at, 8ULL * inputs);
  if (!reserve(at)) return 0;
  for (int i = 0; i < inputs; i++) made.biases[i] = 0;
  *own = made;
  net->autoencoder = own;
  net->workspace = at;
  return 1;
}
EXPORT(float *, decoderBiases, (network *net)) { return net->autoencoder->biases; }
EXPORT(unsigned char *, keptInputs, (network *net)) { return net->autoencoder->kept; }
EXPORT(double *, reconstructionCost, (network *net)) { return &net->autoencoder->cost; }

// One update from the workspace's inputs and `keptInputs`. Whether it was done: not where a pre-activation or the cost is not
// finite.
EXPORT(int, learnToReconstruct, (network *net, float rate, int decoder)) {
  autoencoder *own = net->autoencoder;
  const int l = learntLayer(net);
  own->decoder = decoder;
  net->rate = rate;
  net->wrong = 0;
  net->training = 0;
  for (int k = 0; k < l; k++) forwardTogether(net, k);
  rowsTogether(net, corrupt, l);
  net->training = 1;
  together(net, &net->team, encodeLayer, l, padded(net->units[l + 1]), GROUP);
  clearPadding(net, l + 1);
  rowsTogether(net, decodeRows, l);
  own->cost = meanCost(net);
  if (net->wrong || !(own->cost - own->cost == 0)) return 0;
  together(net, &net->team, learnColumns, l, padded(net->units[l + 1]), GROUP);
  sumBiases(net, l, -rate, net->biases[l], 0);
  updateDecoderBiases(net);
  return 1;
}
