// P(c|x) = e^{s_c − max s} / Σ_c e^{s_c − max s}, cost −log P(label|x)
#pragma once
#include "functions.h"
#include "network.h"

// Of one example: P into the output layer's h; its cost, log Σ − (s_label − max s), is finite wherever s is.
static void softmaxOf(const network *net, int b) {
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
  net->costs[b] = logOf(sum) - ((double)s[grouped(label, 0, n)] - most);
  net->predictions[b] = best;
}

static void softmax(const network *net) {
  for (int b = 0; b < net->n; b++) softmaxOf(net, b);
}

// ∂C/∂s of the output layer: (P − [class = label]) / share; padding 0.
static void outputGradient(const network *net, float share) {
  const int n = net->n, classes = net->units[net->layers];
  for (int b = 0; b < n; b++)
    for (int c = 0; c < padded(classes); c++) {
      const float p = c < classes ? net->h[net->layers][(long)c * n + b] : 0;
      net->s[net->layers][grouped(c, b, n)] = (p - (c == net->labels[b])) / share;
    }
}
