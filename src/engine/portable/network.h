// A network and its workspace in memory.
#pragma once
#include "adam.h"
#include "lanes.h"
#include "memory.h"
#include "momentum.h"
#include "team.h"
#if !defined(__wasm__)
#include "native/threads.h"
#endif

enum { MOST_LAYERS = 16, GRADIENT_ROWS = 128, STACK = 16384 };
// In the order of engine.ts's lists.
typedef enum {
  SIGMOID, TANH, SOFTSIGN, LINEAR, RELU, LEAKY_RELU, ELU, SELU, GELU, SILU, SOFTPLUS, HARD_TANH, SCALED_TANH
} activation;
typedef enum { CROSS_ENTROPY, QUADRATIC } cost;
typedef enum { PLAIN, BATCH, LAYER } normalisation;

// A number for every parameter, laid out as the parameters are.
typedef struct {
  float *weights[MOST_LAYERS], *biases[MOST_LAYERS];
  float *gains[MOST_LAYERS], *shifts[MOST_LAYERS]; // where the network is normalised
} likeParameters;

// Of a layer's units, [padded(units)].
typedef struct {
  float *means, *variances;
} moments;

// What one member of a team works with.
typedef struct {
  float *partials;     // [BLOCK_ROWS][n][GROUP]: propagated sums under way
  float *coefficients; // [n][BLOCK_ROWS]: what multiplies ∂C/∂s in an update
  float *rows;         // [BLOCK_ROWS][widest]: of ∂C/∂W, or of W²
} scratch;

// What becomes of the parameters; those after ONE_RATE want the mean gradient by itself.
typedef enum { NONE, ONE_RATE, OWN_RATES, MOMENTUM, ADAM } step;

typedef struct network {
  activation activation;
  cost cost;
  int layers;                  // of weights: layer l maps units[l] inputs to units[l + 1] outputs
  int units[MOST_LAYERS + 1];
  int stride[MOST_LAYERS];     // of a row of weights, in floats
  float *weights[MOST_LAYERS]; // [units[l]][stride[l]], padding 0
  float *biases[MOST_LAYERS];  // [padded(units[l + 1])], padding 0
  likeParameters rates;        // there once they are asked for
  likeParameters first, second; // slots, so too: the velocity; or the first and second moments
  likeParameters means, deviations;
  normalisation normalisation;
  float *gains[MOST_LAYERS], *shifts[MOST_LAYERS]; // of hidden layer l, 1 ≤ l < layers: γ and β, [padded(units[l])], padding 0
  moments running[MOST_LAYERS];                    // what batch normalisation goes by when the network is not trained
  struct autoencoder *autoencoder; // there once it is asked for

  // The workspace, laid out anew for every number n of examples.
  char *workspace;
  int n;
  float *rows;                         // [n][units of any one layer]: how examples enter and leave
  float *h[MOST_LAYERS + 1];           // [padded(units[l])][n]: the inputs, then each layer's activations
  float *s[MOST_LAYERS + 1];           // grouped: pre-activations, then f′, then ∂C/∂s in their place
  float *normal[MOST_LAYERS];          // grouped: ŝ of a normalised layer,
  float *scales[MOST_LAYERS];          // and its r, of every unit or of every example
  moments seen[MOST_LAYERS];           // over the minibatch
  float *gainGradient, *shiftGradient; // ∂C/∂γ and ∂C/∂β of the layer that was last gone back through
  float *gradient;                     // [GRADIENT_ROWS][widest]: rows of ∂C/∂W that are given out
  double *costs;                       // [n]
  unsigned char *labels, *predictions; // [n]
  scratch own[MOST_MEMBERS];

  // The work under way.
  team team;
  int training; // f′(s) takes the place of s
  int wrong;    // whether a pre-activation is not finite
  step step;
  float rate;
  momentum momentum;
  adam adam;
  int squared;  // what is given out is of the curvature, not of the gradient
  int firstRow; // of it
  int minibatch; // the number, from 1, of the one that is observed
#if defined(__wasm__)
  char *stacks; // the members', STACK bytes each
#else
  threads threads;
#endif
} network;

// Whole groups, and one more where rows a multiple of 4096 bytes apart would compete for the same lines of the cache.
static int strideOf(int units) { return padded(units) % 1024 == 0 ? padded(units) + GROUP : padded(units); }

static int widest(const network *net) {
  int most = 0;
  for (int l = 0; l <= net->layers; l++) most = net->units[l] > most ? net->units[l] : most;
  return strideOf(most);
}

// Appends a layer of weights, all 0. Whether there was memory.
static int appendLayer(network *net, int units) {
  const int l = net->layers, stride = strideOf(units);
  net->units[l + 1] = units;
  net->stride[l] = stride;
  net->weights[l] = take(&net->workspace, 4ULL * net->units[l] * stride);
  net->biases[l] = take(&net->workspace, 4ULL * padded(units));
  net->layers = l + 1;
  return reserve(net->workspace);
}

// Makes room for `like`, all 0: numbers of the workspace that were there would else be its padding. Whether there was memory;
// the workspace must then be laid out anew.
static int appendLike(network *net, likeParameters *like) {
  if (like->weights[0]) return 1;
  likeParameters found = {};
  char *at = net->workspace;
  for (int l = 0; l < net->layers; l++) {
    found.weights[l] = take(&at, 4ULL * net->units[l] * net->stride[l]);
    found.biases[l] = take(&at, 4ULL * padded(net->units[l + 1]));
    if (net->normalisation == PLAIN || l == 0) continue;
    found.gains[l] = take(&at, 4ULL * padded(net->units[l]));
    found.shifts[l] = take(&at, 4ULL * padded(net->units[l]));
  }
  if (!reserve(at)) return 0;
  for (float *x = (float *)net->workspace; x < (float *)at; x++) *x = 0;
  *like = found;
  net->workspace = at;
  return 1;
}

// Makes room for what normalises the hidden layers, all 0. Whether there was memory; the workspace must then be laid out anew.
static int appendNormalisers(network *net, normalisation kind) {
  char *at = net->workspace;
  for (int l = 1; l < net->layers; l++) {
    const unsigned long long bytes = 4ULL * padded(net->units[l]);
    net->gains[l] = take(&at, bytes);
    net->shifts[l] = take(&at, bytes);
    net->running[l].means = take(&at, bytes);
    net->running[l].variances = take(&at, bytes);
  }
  if (!reserve(at)) return 0;
  for (float *x = (float *)net->workspace; x < (float *)at; x++) *x = 0;
  net->normalisation = kind;
  net->workspace = at;
  return 1;
}

// Room for what the normalisation of n examples leaves behind.
static void layOutNormalised(network *net, char **at, int n) {
  for (int l = 1; l < net->layers; l++) {
    const int units = padded(net->units[l]);
    net->normal[l] = take(at, 4ULL * units / GROUP * groupPitch(n));
    net->scales[l] = take(at, 4ULL * (units > n ? units : n));
    net->seen[l].means = take(at, 4ULL * units);
    net->seen[l].variances = take(at, 4ULL * units);
  }
  net->gainGradient = take(at, 4ULL * widest(net));
  net->shiftGradient = take(at, 4ULL * widest(net));
}

// 0 for the units of layer l that are there only to make its groups whole, so that their weights stay 0.
static void clearPadding(const network *net, int l) {
  for (int b = 0; b < net->n; b++)
    for (int i = net->units[l]; i < padded(net->units[l]); i++) net->s[l][grouped(i, b, net->n)] = 0;
}

// Rows of what is given out of a layer at a time.
static int givenRows(const network *net) { return least(GRADIENT_ROWS, widest(net)); }

// Lays the workspace out for n examples and so many members. Whether there was memory.
static int layOut(network *net, int n, int members) {
  const int wide = widest(net);
  char *at = net->workspace;
  net->n = n;
  net->rows = take(&at, 4ULL * n * wide);
  for (int l = 0; l <= net->layers; l++) net->h[l] = take(&at, 4ULL * padded(net->units[l]) * n);
  for (int l = 1; l <= net->layers; l++) net->s[l] = take(&at, 4ULL * padded(net->units[l]) / GROUP * groupPitch(n));
  for (int m = 0; m < members; m++) {
    net->own[m].partials = take(&at, 4ULL * BLOCK_ROWS * n * GROUP);
    net->own[m].coefficients = take(&at, 4ULL * n * BLOCK_ROWS);
    net->own[m].rows = take(&at, 4ULL * BLOCK_ROWS * wide);
  }
  if (net->normalisation != PLAIN) layOutNormalised(net, &at, n);
  net->gradient = take(&at, 4ULL * givenRows(net) * wide);
  net->costs = take(&at, 8ULL * n);
  net->labels = take(&at, n);
  net->predictions = take(&at, n);
  return reserve(at);
}
