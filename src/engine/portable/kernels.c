/*
 * The portable engine's arithmetic. It is defined here to the last bit, and is the same on every machine: IEEE float,
 * each product and each sum rounded by itself (-ffp-contract=off), no library function. There are two arithmetics:
 * "portable", and "fma", in which every product below that is added to something is not rounded by itself, but with
 * the sum: one fused multiply-add (multiplyAdd.h). All else is the same in both.
 *
 * For a minibatch of n examples b, layers l of weights W[i][o], inputs h⁰ = x:
 *   s_b[o] = Σ_i h_b[i]·W[i][o] + bias[o]     summed from 0, i ascending; then the bias is added
 *   h = f(s), P = softmax(s)                  functions.h, cost.h; P and the costs from double sums, classes ascending
 *   d = ∂C/∂s / n                             at the output, when training; cost.h
 *   ∂C/∂h_b[i] = Σ_o d_b[o]·W[i][o]           16 partial sums from 0, partial o mod 16, o ascending; then the tree
 *                                             (p[j] + p[j+8]), of those (p[j] + p[j+4]), (p[j] + p[j+2]), (p[0] + p[1])
 *   d = ∂C/∂h · f′(s)                         activation.h
 *   W[i][o] ← W[i][o] + (−ε·h_b[i])·d_b[o]    b ascending, one product added after the other; the W before the update
 *                                             are the ones that d is propagated through
 *   bias[o] ← bias[o] + (−ε)·d_b[o]           b ascending
 * With a rate ρ for every parameter instead of ε, g is its mean gradient, summed first:
 *   W[i][o] ← W[i][o] + (−ρ[i][o])·g          g = Σ_b h_b[i]·d_b[o] from 0, b ascending; so the biases, h = 1
 * The mean gradients ∂C/∂W and ∂C/∂bias are Σ_b h_b[i]·(d_b[o]/n) and Σ_b d_b[o]/n from 0, b ascending, d undivided. Their
 * variance over minibatches is that of g: variance.h. The curvature is propagated as gradients are, with W² and f′² for
 * W and f′, and its means are summed as theirs, with h² for h: curvature.h.
 *
 * LANES, blocks, tiles and threads (team.h) choose what is computed when and by whom, never what is added to what: a sum
 * belongs to one unit of one example, vectors hold different sums, and threads do.
 */
#include "activation.h"
#include "backward.h"
#include "cost.h"
#include "curvature.h"
#include "exports.h"
#include "forward.h"
#include "functions.h"
#include "network.h"
#include "rates.h"
#include "variance.h"

// Units [c0, c1) of layer l + 1, whole groups.
static void forwardLayer(network *net, int l, int c0, int c1, int member) {
  (void)member;
  forwardSums(net->weights[l], net->stride[l], net->units[l], net->h[l], net->n, net->s[l + 1], c0, c1);
  if (!activateLayer(net, net->training, l, c0, c1)) set(&net->wrong, 1);
}

// Inputs [r0, r1) of layer l: ∂C/∂s of the layer below and, if it is a step, W ← W − ε ∂C/∂W.
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
      if (step == OWN_RATES) updateByRates(net, l, r, rows, g * GROUP, some, own);
    }
    if (l > 0) slopeRows(net, l, r, rows, own->partials);
  }
}

static void backwardLayer(network *net, int l, int r0, int r1, int member) {
  const scratch *own = &net->own[member];
  switch (net->step) {
  case NONE: backwardRows(net, l, r0, r1, own, NONE); break;
  case ONE_RATE: backwardRows(net, l, r0, r1, own, ONE_RATE); break;
  case OWN_RATES: backwardRows(net, l, r0, r1, own, OWN_RATES); break;
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
  if (net->step != OWN_RATES) return;
  sumBiases(net, l, 1, net->own[0].rows, 1);
  updateBiasesByRates(net, l, net->own[0].rows);
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

// Inputs [i0, i1) of `rows` [n][inputs] become the network's.
static void takeSome(network *net, int l, int i0, int i1, int member) {
  (void)l, (void)member;
  const int n = net->n, units = net->units[0];
  for (int b = 0; b < n; b++)
    for (int i = i0; i < i1; i++) net->h[0][(long)i * n + b] = net->rows[(long)b * units + i];
}

static void forwardTogether(network *net, int l) {
  together(net, &net->team, forwardLayer, l, padded(net->units[l + 1]), GROUP);
}

// All inputs of layer l.
static void rowsTogether(network *net, work *work, int l) { together(net, &net->team, work, l, net->units[l], BLOCK_ROWS); }

// Makes the one network of this memory; its layers of weights follow one by one.
EXPORT(network *, create, (int activation, int cost, int inputs)) {
  char *at = start();
  network *net = take(&at, sizeof *net);
  if (!reserve(at)) return 0;
  *net = (network){.activation = activation, .cost = cost};
  net->units[0] = inputs;
#if defined(__wasm__)
  net->stacks = take(&at, MOST_MEMBERS * STACK);
#endif
  net->workspace = at;
  return net;
}

EXPORT(int, addLayer, (network *net, int units)) { return appendLayer(net, units); }

// Whether there is memory for n examples at a time and so many members. Everything in the workspace is lost.
EXPORT(int, prepare, (network *net, int n, int members)) { return layOut(net, n, least(members, MOST_MEMBERS)); }

// Opens a piece of work to a team of so many, the caller with them, as many as were prepared for: its number.
EXPORT(int, hire, (network *net, int members)) {
  const int piece = openPiece(&net->team, least(members, MOST_MEMBERS));
#if !defined(__wasm__)
  hireThreads(net, &net->team, &net->threads, net->team.members);
#endif
  return piece;
}

// Ends the piece of work.
EXPORT(void, dismiss, (network *net)) { closePiece(&net->team); }

#if defined(__wasm__)
// Where the stack of a member begins; it grows down.
EXPORT(char *, stackOf, (network *net, int member)) { return net->stacks + (member + 1) * STACK; }

// A member's work, 1 ≤ member < members, until the piece is over.
EXPORT(void, serve, (network *net, int member, int piece)) { serveTeam(net, &net->team, member, piece); }
#endif

EXPORT(float *, weights, (network *net, int l)) { return net->weights[l]; }
EXPORT(float *, biases, (network *net, int l)) { return net->biases[l]; }
EXPORT(int, stride, (network *net, int l)) { return net->stride[l]; }
EXPORT(float *, rows, (network *net)) { return net->rows; }
EXPORT(double *, costs, (network *net)) { return net->costs; }
EXPORT(unsigned char *, labels, (network *net)) { return net->labels; }
EXPORT(unsigned char *, predictions, (network *net)) { return net->predictions; }

// `rows` [n][inputs] become the network's inputs.
EXPORT(void, takeInputs, (network *net)) { together(net, &net->team, takeSome, 0, net->units[0], GROUP); }

// Layer l's activations (l = 0: the inputs), as `rows` [n][units].
EXPORT(void, giveActivations, (network *net, int l)) {
  const int n = net->n, units = net->units[l];
  for (int b = 0; b < n; b++)
    for (int i = 0; i < units; i++) net->rows[(long)b * units + i] = net->h[l][(long)i * n + b];
}

// Layer l's pre-activations, or once it is back-propagated its ∂C/∂s, as `rows` [n][units].
EXPORT(void, givePreActivations, (network *net, int l)) {
  const int n = net->n, units = net->units[l];
  for (int b = 0; b < n; b++)
    for (int i = 0; i < units; i++) net->rows[(long)b * units + i] = net->s[l][grouped(i, b, n)];
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

EXPORT(int, forward, (network *net)) { return runForward(net, 0); }

// After `forward`: f′(s) in the place of the hidden layers' s.
EXPORT(void, slopes, (network *net)) {
  for (int l = 1; l < net->layers; l++) {
    apply(net->activation, 1, net->s[l], (long)padded(net->units[l]) / GROUP * groupPitch(net->n));
    clearPadding(net, l);
  }
}

// After `slopes`: ∂C/∂s of every layer, C each example's own cost.
EXPORT(void, backward, (network *net)) {
  outputGradient(net, 1);
  net->step = NONE;
  for (int l = net->layers - 1; l > 0; l--) rowsTogether(net, backwardLayer, l);
}

// After `slopes`: ∂²C/∂s² of every layer, C each example's own cost, f″ left out.
EXPORT(void, curve, (network *net)) {
  outputCurvature(net);
  for (int l = net->layers - 1; l > 0; l--) rowsTogether(net, curveLayer, l);
}

// One update from the workspace's inputs and labels, by `rate` or, with `own`, by the rates of `needRates`. Whether it was
// done: not where a pre-activation is not finite.
EXPORT(int, train, (network *net, float rate, int own)) {
  if (!runForward(net, 1)) return 0;
  outputGradient(net, net->n);
  net->step = own ? OWN_RATES : ONE_RATE;
  net->rate = rate;
  for (int l = net->layers - 1; l >= 0; l--) {
    rowsTogether(net, backwardLayer, l);
    updateBiases(net, l);
  }
  return 1;
}

// Whether there is memory for a rate of every parameter; `prepare` must follow.
EXPORT(int, needRates, (network *net)) { return appendLike(net, &net->rates); }
EXPORT(float *, rateWeights, (network *net, int l)) { return net->rates.weights[l]; }
EXPORT(float *, rateBiases, (network *net, int l)) { return net->rates.biases[l]; }

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

// Whether all weights and biases are finite.
EXPORT(int, finite, (network *net)) {
  ivec wrong = {};
  for (int l = 0; l < net->layers; l++) {
    const float *w = net->weights[l], *bias = net->biases[l];
    for (int i = 0; i < net->units[l]; i++, w += net->stride[l])
      for (int o = 0; o < padded(net->units[l + 1]); o += LANES) wrong |= notFinite(load(w + o));
    for (int o = 0; o < padded(net->units[l + 1]); o += LANES) wrong |= notFinite(load(bias + o));
  }
  return !any(wrong);
}

// The functions on n numbers in place (n a multiple of LANES; log: double), so that their error can be measured.
EXPORT(void, applyExp, (float *x, int n)) {
  for (int k = 0; k < n; k += LANES) store(x + k, expOf(load(x + k)));
}
EXPORT(void, applyActivation, (int f, float *x, int n)) { apply(f, 0, x, n); }
EXPORT(void, applySlope, (int f, float *x, int n)) { apply(f, 1, x, n); }
// c ← a·b + c
EXPORT(void, applyMultiplyAdd, (const float *a, const float *b, float *c, int n)) {
  for (int k = 0; k < n; k += LANES) store(c + k, multiplyAdd(load(a + k), load(b + k), load(c + k)));
}
EXPORT(void, applyLog, (double *x, int n)) {
  for (int k = 0; k < n; k++) x[k] = logOf(x[k]);
}

#if !defined(__wasm__)
// Before the memory is given back.
static void end(char *memory) {
  enter(memory);
  network *net = (network *)start();
  endThreads(&net->team, &net->threads);
}
__attribute__((constructor)) static void listEnd(void) { thisBuild.end = end; }
#endif
