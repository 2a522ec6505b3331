// A network and its workspace in memory.
#pragma once
#include "lanes.h"
#include "memory.h"
#include "team.h"
#if !defined(__wasm__)
#include "native/threads.h"
#endif

enum { MOST_LAYERS = 16, GRADIENT_ROWS = 128, STACK = 16384 };
typedef enum { SIGMOID, TANH, SOFTSIGN } activation;

typedef struct network {
  activation activation;
  int layers;                  // of weights: layer l maps units[l] inputs to units[l + 1] outputs
  int units[MOST_LAYERS + 1];
  int stride[MOST_LAYERS];     // of a row of weights, in floats
  float *weights[MOST_LAYERS]; // [units[l]][stride[l]], padding 0
  float *biases[MOST_LAYERS];  // [padded(units[l + 1])], padding 0

  // The workspace, laid out anew for every number n of examples.
  char *workspace;
  int n;
  float *rows;                         // [n][units of any one layer]: how examples enter and leave
  float *h[MOST_LAYERS + 1];           // [padded(units[l])][n]: the inputs, then each layer's activations
  float *s[MOST_LAYERS + 1];           // grouped: pre-activations, then ∂C/∂s in their place
  float *gradient;                     // [GRADIENT_ROWS][widest]: rows of ∂C/∂W
  double *costs;                       // [n]
  unsigned char *labels, *predictions; // [n]
  struct {
    float *partials;     // [BLOCK_ROWS][n][GROUP]: propagated sums under way
    float *coefficients; // [n][BLOCK_ROWS]: what multiplies ∂C/∂s in an update
  } own[MOST_MEMBERS];   // each member's

  // The work under way.
  team team;
  float rate;
  int firstRow; // of the gradient's
  int wrong;    // whether a pre-activation is not finite
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
  }
  net->gradient = take(&at, 4ULL * least(GRADIENT_ROWS, widest(net)) * wide);
  net->costs = take(&at, 8ULL * n);
  net->labels = take(&at, n);
  net->predictions = take(&at, n);
  return reserve(at);
}
