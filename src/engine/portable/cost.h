// P(c|x) = e^{s_c − max s} / Σ_c e^{s_c − max s}; the cost is −log P(label|x), or ½ Σ_c e_c² with e = P − [c = label]
#pragma once
#include "functions.h"
#include "network.h"

// Of one example: P into the output layer's h, and the prediction. Returns log Σ − (s_label − max s), which is −log P(label|x)
// and finite wherever s is.
static double softmaxOf(const network *net, int b) {
  const int n = net->n, classes = net->units[net->layers], label = net->labels[b];
  const float *s = net->s[net->layers] + b * GROUP;
  float *p = net->h[net->layers] + b;
  float most = s[0];
  for (int c = 1; c < classes; c++) most = s[grouped(c, 0, n)] > most ? s[grouped(c, 0, n)] : most;
  for (int c = 0; c < classes; c += LANES) {
    const vec e = expOf(load(s + grouped(c, 0, n)) - most);
    UNROLL for (int j = 0; j < LANES; j++) p[(long)(c + j) * n] = e[j];
  }
  double sum = 0;
  for (int c = 0; c < classes; c++) sum += p[(long)c * n];
  int best = 0;
  for (int c = 0; c < classes; c++) {
    p[(long)c * n] = (float)(p[(long)c * n] / sum);
    if (p[(long)c * n] > p[(long)best * n]) best = c;
  }
  net->predictions[b] = best;
  return logOf(sum) - ((double)s[grouped(label, 0, n)] - most);
}

INLINE double probability(const network *net, int c, int b) { return net->h[net->layers][(long)c * net->n + b]; }

INLINE double errorOf(const network *net, int c, int b) { return probability(net, c, b) - (c == net->labels[b]); }

static double quadraticCostOf(const network *net, int b) {
  double sum = 0;
  for (int c = 0; c < net->units[net->layers]; c++) sum += errorOf(net, c, b) * errorOf(net, c, b);
  return sum / 2;
}

// P, predictions and costs of all examples.
static void outputs(const network *net) {
  for (int b = 0; b < net->n; b++) {
    const double crossEntropy = softmaxOf(net, b);
    net->costs[b] = net->cost == QUADRATIC ? quadraticCostOf(net, b) : crossEntropy;
  }
}

// ∂C/∂s_c of one example: e_c, or P_c(e_c − Σ_k P_k e_k).
static void gradientOf(const network *net, int b, float share) {
  const int classes = net->units[net->layers], quadratic = net->cost == QUADRATIC;
  double mean = 0;
  for (int c = 0; c < classes; c++) mean += probability(net, c, b) * errorOf(net, c, b);
  for (int c = 0; c < classes; c++) {
    const double e = errorOf(net, c, b);
    const float d = (float)(quadratic ? probability(net, c, b) * (e - mean) : e);
    net->s[net->layers][grouped(c, b, net->n)] = d / share;
  }
}

// ∂²C/∂s_c² of one example, without the softmax's own second derivative where the cost is quadratic: P_c(1 − P_c), or
// Σ_k (∂P_k/∂s_c)² = P_c²((1 − P_c)² + Σ_{k≠c} P_k²).
static void curvatureOf(const network *net, int b) {
  const int classes = net->units[net->layers], quadratic = net->cost == QUADRATIC;
  for (int c = 0; c < classes; c++) {
    const double p = probability(net, c, b);
    double others = 0;
    for (int k = 0; k < classes; k++) others += k == c ? 0 : probability(net, k, b) * probability(net, k, b);
    const double q = quadratic ? p * p * ((1 - p) * (1 - p) + others) : p * (1 - p);
    net->s[net->layers][grouped(c, b, net->n)] = (float)q;
  }
}

// ∂C/∂s / share of the output layer.
static void outputGradient(const network *net, float share) {
  for (int b = 0; b < net->n; b++) gradientOf(net, b, share);
  clearPadding(net, net->layers);
}

// ∂²C/∂s² of the output layer.
static void outputCurvature(const network *net) {
  for (int b = 0; b < net->n; b++) curvatureOf(net, b);
  clearPadding(net, net->layers);
}
