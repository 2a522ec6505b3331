/*
 * The portable engine's arithmetic. It is defined here to the last bit, and is the same on every machine: IEEE float,
 * each product and each sum rounded by itself (-ffp-contract=off), no fused multiply-add, no library function.
 *
 * For a minibatch of n examples b, layers l of weights W[i][o], inputs h⁰ = x:
 *   s_b[o] = Σ_i h_b[i]·W[i][o] + bias[o]     summed from 0, i ascending; then the bias is added
 *   h = f(s), P = softmax(s)                  functions.h, softmax.h; P and the costs from double sums, classes ascending
 *   d = (P − [class = label]) / n             at the output, when training
 *   ∂C/∂h_b[i] = Σ_o d_b[o]·W[i][o]           16 partial sums from 0, partial o mod 16, o ascending; then the tree
 *                                             (p[j] + p[j+8]), of those (p[j] + p[j+4]), (p[j] + p[j+2]), (p[0] + p[1])
 *   d = ∂C/∂h · f′(s)                         f′ from h; activation.h
 *   W[i][o] ← W[i][o] + (−ε·h_b[i])·d_b[o]    b ascending, one product added after the other; the W before the update
 *                                             are the ones that d is propagated through
 *   bias[o] ← bias[o] + (−ε)·d_b[o]           b ascending
 * The mean gradients ∂C/∂W and ∂C/∂bias are Σ_b h_b[i]·(d_b[o]/n) and Σ_b d_b[o]/n from 0, b ascending, d undivided.
 *
 * LANES, blocks and tiles choose what is computed when, never what is added to what: a sum belongs to one unit of one
 * example, and vectors hold different sums.
 */
#include "activation.h"
#include "backward.h"
#include "exports.h"
#include "forward.h"
#include "functions.h"
#include "network.h"
#include "softmax.h"

// Units [c0, c1) of layer l + 1, whole groups.
static void forwardLayer(network *net, int l, int c0, int c1, int member) {
  (void)member;
  forwardSums(net->weights[l], net->stride[l], net->units[l], net->h[l], net->n, net->s[l + 1], c0, c1);
  if (!activateLayer(net, l, c0, c1)) set(&net->wrong, 1);
}

// Inputs [r0, r1) of layer l: ∂C/∂s of the layer below and, if updating, W ← W − ε ∂C/∂W.
INLINE void backwardRows(network *net, int l, int r0, int r1, int member, const int updating) {
  const int n = net->n, stride = net->stride[l], groups = padded(net->units[l + 1]) / GROUP;
  float *partials = net->own[member].partials, *coefficients = net->own[member].coefficients;
  for (int r = r0; r < r1; r += BLOCK_ROWS) {
    const int rows = least(BLOCK_ROWS, r1 - r);
    const long ahead = r + 2 * BLOCK_ROWS <= r1 ? (long)BLOCK_ROWS * stride : 0;
    if (updating) scaleInputs(net, l, r, rows, -net->rate, coefficients);
    for (int g = 0; g < groups; g += BLOCK_GROUPS) {
      const int some = least(BLOCK_GROUPS, groups - g);
      float *w = net->weights[l] + (long)r * stride + g * GROUP;
      const float *d = net->s[l + 1] + (long)g * groupPitch(n);
      if (l > 0) propagate(w, stride, rows, d, n, some, g == 0, partials);
      if (updating) update(w, stride, rows, ahead, d, n, some, coefficients, 0);
    }
    if (l > 0) slopeRows(net, l, r, rows, partials);
  }
}

static void backwardLayer(network *net, int l, int r0, int r1, int member) { backwardRows(net, l, r0, r1, member, 0); }
static void trainLayer(network *net, int l, int r0, int r1, int member) { backwardRows(net, l, r0, r1, member, 1); }

static void updateBiases(const network *net, int l) {
  float *coefficients = net->own[0].coefficients;
  for (int b = 0; b < net->n; b++) coefficients[b * BLOCK_ROWS] = -net->rate;
  update(net->biases[l], 0, 1, 0, net->s[l + 1], net->n, padded(net->units[l + 1]) / GROUP, coefficients, 0);
}

// Rows [r0, r1) of ∂C/∂W of layer l, counted from net->firstRow.
static void gradientLayer(network *net, int l, int r0, int r1, int member) {
  float *coefficients = net->own[member].coefficients;
  for (int r = r0; r < r1; r += BLOCK_ROWS) {
    const int rows = least(BLOCK_ROWS, r1 - r);
    scaleInputs(net, l, net->firstRow + r, rows, 1, coefficients);
    update(net->gradient + (long)r * net->stride[l], net->stride[l], rows, 0, net->s[l + 1], net->n,
           padded(net->units[l + 1]) / GROUP, coefficients, 1);
  }
}

// `rows` [n][inputs], inputs [i0, i1): they become the network's.
static void takeSome(network *net, int l, int i0, int i1, int member) {
  (void)l, (void)member;
  const int n = net->n, units = net->units[0];
  for (int b = 0; b < n; b++)
    for (int i = i0; i < i1; i++) net->h[0][(long)i * n + b] = net->rows[(long)b * units + i];
}

// Makes the one network of this memory; its layers of weights follow one by one.
EXPORT(network *, create, (int activation, int inputs)) {
  char *at = start();
  network *net = take(&at, sizeof *net);
  if (!reserve(at)) return 0;
  net->activation = activation;
  net->layers = 0;
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
EXPORT(int, forward, (network *net)) {
  net->wrong = 0;
  for (int l = 0; l < net->layers; l++)
    together(net, &net->team, forwardLayer, l, padded(net->units[l + 1]), GROUP);
  softmax(net);
  return !net->wrong;
}

// After `forward`: ∂C/∂s of every layer, C each example's own cost.
EXPORT(void, backward, (network *net)) {
  outputGradient(net, 1);
  for (int l = net->layers - 1; l > 0; l--) together(net, &net->team, backwardLayer, l, net->units[l], BLOCK_ROWS);
}

// One update from the workspace's inputs and labels. Whether it was done: not where a pre-activation is not finite.
EXPORT(int, train, (network *net, float rate)) {
  if (!forward(net)) return 0;
  outputGradient(net, net->n);
  net->rate = rate;
  for (int l = net->layers - 1; l >= 0; l--) {
    together(net, &net->team, trainLayer, l, net->units[l], BLOCK_ROWS);
    updateBiases(net, l);
  }
  return 1;
}

// After `backward`, before `gradientRows`: d/n in place of layer l + 1's d.
EXPORT(void, divideByExamples, (network *net, int l)) {
  const long all = (long)padded(net->units[l + 1]) / GROUP * groupPitch(net->n);
  for (long k = 0; k < all; k += LANES) store(net->s[l + 1] + k, load(net->s[l + 1] + k) / (float)net->n);
}

EXPORT(int, blockRows, (network *net)) { return least(GRADIENT_ROWS, widest(net)); }

// At most `blockRows` rows of ∂C/∂W from row r of layer l, [rows][stride].
EXPORT(float *, gradientRows, (network *net, int l, int r, int rows)) {
  net->firstRow = r;
  together(net, &net->team, gradientLayer, l, rows, BLOCK_ROWS);
  return net->gradient;
}

EXPORT(float *, biasGradient, (network *net, int l)) {
  for (int b = 0; b < net->n; b++) net->own[0].coefficients[b * BLOCK_ROWS] = 1;
  update(net->gradient, 0, 1, 0, net->s[l + 1], net->n, padded(net->units[l + 1]) / GROUP, net->own[0].coefficients, 1);
  return net->gradient;
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
EXPORT(void, applyActivation, (int f, float *x, int n)) {
  for (int k = 0; k < n; k += LANES) store(x + k, activationOf(f, load(x + k)));
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
