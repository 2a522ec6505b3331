// ∂C/∂s of a normalised layer from d = ∂C/∂a in its place, and what is learned of it:
//   ∂C/∂γ = Σ_b d·ŝ, ∂C/∂β = Σ_b d               b ascending
//   ∂C/∂s = γr·((d − Σ_b d/n) − ŝ·(Σ_b d·ŝ)/n)   batch, in training; by its running mean and variance γr·d
//   ∂C/∂s = r·((g − Σ_o g/u) − ŝ·(Σ_o g·ŝ)/u)    layer, of u units, g = γ·d: 16 partial sums, o mod 16, and the tree
#pragma once
#include "normalisation.h"
#include "rules.h"

static const float FOLLOWED = 0.1f; // of the way to what is seen, at each update

// Units [c, c + LANES) of layer l: ∂C/∂γ and ∂C/∂β.
INLINE void learnUnits(const network *net, int l, int c) {
  vec gain = {}, shift = {};
  for (int b = 0; b < net->n; b++) {
    const long at = grouped(c, b, net->n);
    const vec d = load(net->s[l] + at);
    gain = multiplyAdd(d, load(net->normal[l] + at), gain);
    shift = shift + d;
  }
  store(net->gainGradient + c, gain);
  store(net->shiftGradient + c, shift);
}

// Without what a unit's mean and variance follow of it, where these are the running ones.
INLINE void backUnits(const network *net, int l, int c) {
  const float n = net->n;
  const vec none = {}, slope = load(net->gains[l] + c) * load(net->scales[l] + c);
  const vec gain = net->training ? load(net->gainGradient + c) / n : none;
  const vec shift = net->training ? load(net->shiftGradient + c) / n : none;
  for (int b = 0; b < net->n; b++) {
    float *at = net->s[l] + grouped(c, b, net->n);
    const vec normal = load(net->normal[l] + grouped(c, b, net->n));
    store(at, slope * multiplyAdd(-normal, gain, load(at) - shift));
  }
}

static void backColumns(network *net, int l, int c0, int c1, int member) {
  (void)member;
  for (int c = c0; c < c1; c += LANES) {
    if (net->training) learnUnits(net, l, c);
    if (net->normalisation == BATCH) backUnits(net, l, c);
  }
}

static void backExample(const network *net, int l, int b) {
  const int n = net->n, units = net->units[l];
  const float scale = net->scales[l][b];
  float p[GROUP] = {0}, q[GROUP] = {0};
  for (int c = 0; c < units; c += LANES) {
    const long at = grouped(c, b, n);
    const vec g = load(net->gains[l] + c) * load(net->s[l] + at);
    store(net->s[l] + at, g);
    store(p + c % GROUP, load(p + c % GROUP) + g);
    store(q + c % GROUP, multiplyAdd(g, load(net->normal[l] + at), load(q + c % GROUP)));
  }
  const float mean = treeSum(p) / (float)units;
  const vec along = splat(treeSum(q) / (float)units);
  for (int c = 0; c < units; c += LANES) {
    const long at = grouped(c, b, n);
    const vec g = multiplyAdd(-load(net->normal[l] + at), along, load(net->s[l] + at) - mean);
    store(net->s[l] + at, within(units - c, scale * g));
  }
}

static void backExamples(network *net, int l, int b0, int b1, int member) {
  (void)member;
  for (int b = b0; b < b1; b++) backExample(net, l, b);
}

// m ← m + 0.1·(seen − m); the variance that is seen is the unbiased one, n/(n − 1) times that of the minibatch.
static void runMoments(const network *net, int l) {
  const float unbiased = (float)net->n / (float)(net->n - 1);
  const moments *running = &net->running[l], *seen = &net->seen[l];
  for (int c = 0; c < padded(net->units[l]); c += LANES) {
    const vec mean = load(running->means + c), variance = load(running->variances + c);
    store(running->means + c, multiplyAdd(splat(FOLLOWED), load(seen->means + c) - mean, mean));
    store(running->variances + c,
          multiplyAdd(splat(FOLLOWED), load(seen->variances + c) * unbiased - variance, variance));
  }
}

// Layer l: ∂C/∂s in the place of ∂C/∂a, and if it is a step, γ and β after it.
static void backNormalised(network *net, int l) {
  const int columns = padded(net->units[l]);
  together(net, &net->team, backColumns, l, columns, GROUP);
  if (net->normalisation == LAYER) together(net, &net->team, backExamples, l, net->n, 1);
  if (net->step == NONE) return;
  stepByMean(net, l, GAINS, 0, net->gainGradient, columns, 0);
  stepByMean(net, l, SHIFTS, 0, net->shiftGradient, columns, 0);
  if (net->normalisation == BATCH) runMoments(net, l);
}
