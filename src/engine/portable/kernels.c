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
 * From the same g with momentum, or by Adam: momentum.h, adam.h.
 * The mean gradients ∂C/∂W and ∂C/∂bias are Σ_b h_b[i]·(d_b[o]/n) and Σ_b d_b[o]/n from 0, b ascending, d undivided. Their
 * variance over minibatches is that of g: variance.h. The curvature is propagated as gradients are, with W² and f′² for
 * W and f′, and its means are summed as theirs, with h² for h: curvature.h. Where hidden layers are normalised, f and f′ are of
 * a = γ·ŝ + β instead of s: normalisation.h, normalisation-backward.h.
 *
 * LANES, blocks, tiles and threads (team.h) choose what is computed when and by whom, never what is added to what: a sum
 * belongs to one unit of one example, vectors hold different sums, and threads do.
 */
#include "applied.h"
#include "autoencoder.h"
#include "exports.h"
#include "layers.h"
#include "measures.h"
#include "network.h"

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

// Inputs [i0, i1) of `rows` [n][inputs] become the network's.
static void takeSome(network *net, int l, int i0, int i1, int member) {
  (void)l, (void)member;
  const int n = net->n, units = net->units[0];
  for (int b = 0; b < n; b++)
    for (int i = i0; i < i1; i++) net->h[0][(long)i * n + b] = net->rows[(long)b * units + i];
}

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

EXPORT(int, forward, (network *net)) { return runForward(net, 0); }

// One update from the workspace's inputs and labels, by `rate`, or by another rule: 1, the rates of `needRates`; 2, momentum; 3,
// Adam. Whether it was done: not where a pre-activation is not finite.
EXPORT(int, train, (network *net, float rate, int rule)) {
  if (!runForward(net, 1)) return 0;
  outputGradient(net, net->n);
  net->step = ONE_RATE + rule;
  net->rate = rate;
  if (net->step == ADAM) nextUpdate(&net->adam, rate);
  for (int l = net->layers - 1; l >= 0; l--) {
    backTogether(net, l);
    updateBiases(net, l);
  }
  return 1;
}

// Whether there is memory for a rate of every parameter; `prepare` must follow.
EXPORT(int, needRates, (network *net)) { return appendLike(net, &net->rates); }
EXPORT(float *, rateWeights, (network *net, int l)) { return net->rates.weights[l]; }
EXPORT(float *, rateBiases, (network *net, int l)) { return net->rates.biases[l]; }

// Whether there is memory to normalise the hidden layers, all added, in this way; `prepare` must follow.
EXPORT(int, needNormalisation, (network *net, int kind)) { return appendNormalisers(net, kind); }
// Of hidden layer l, from 1.
EXPORT(float *, gains, (network *net, int l)) { return net->gains[l]; }
EXPORT(float *, shifts, (network *net, int l)) { return net->shifts[l]; }
EXPORT(float *, runningMeans, (network *net, int l)) { return net->running[l].means; }
EXPORT(float *, runningVariances, (network *net, int l)) { return net->running[l].variances; }

// Whether there is memory for the first slot of every parameter, or with `both` for two; `prepare` must follow.
EXPORT(int, needSlots, (network *net, int both)) {
  return appendLike(net, &net->first) && (!both || appendLike(net, &net->second));
}
EXPORT(float *, firstWeights, (network *net, int l)) { return net->first.weights[l]; }
EXPORT(float *, firstBiases, (network *net, int l)) { return net->first.biases[l]; }
EXPORT(float *, secondWeights, (network *net, int l)) { return net->second.weights[l]; }
EXPORT(float *, secondBiases, (network *net, int l)) { return net->second.biases[l]; }
EXPORT(float *, firstGains, (network *net, int l)) { return net->first.gains[l]; }
EXPORT(float *, firstShifts, (network *net, int l)) { return net->first.shifts[l]; }
EXPORT(float *, secondGains, (network *net, int l)) { return net->second.gains[l]; }
EXPORT(float *, secondShifts, (network *net, int l)) { return net->second.shifts[l]; }

// What the rules go by; Adam's next update is the one after so many.
EXPORT(void, setMomentum, (network *net, float momentum, int nesterov)) {
  net->momentum.momentum = momentum, net->momentum.nesterov = nesterov;
}
EXPORT(void, setAdam, (network *net, float beta1, float beta2, float delta, int updates)) {
  net->adam = (adam){.beta1 = beta1, .beta2 = beta2, .delta = delta, .updates = updates};
}

static int finiteNumbers(const float *x, int count) {
  ivec wrong = {};
  for (int o = 0; o < count; o += LANES) wrong |= notFinite(load(x + o));
  return !any(wrong);
}

static int allFinite(const network *net, float *const *weights, float *const *biases, float *const *gains,
                     float *const *shifts) {
  for (int l = 0; l < net->layers; l++) {
    const float *w = weights[l];
    const int fanOut = padded(net->units[l + 1]);
    for (int i = 0; i < net->units[l]; i++, w += net->stride[l])
      if (!finiteNumbers(w, fanOut)) return 0;
    if (!finiteNumbers(biases[l], fanOut)) return 0;
    if (normalised(net, l + 1) && !(finiteNumbers(gains[l + 1], fanOut) && finiteNumbers(shifts[l + 1], fanOut))) return 0;
  }
  return 1;
}

static int finiteMoments(const network *net) {
  for (int l = 1; normalised(net, l); l++) {
    const int units = padded(net->units[l]);
    if (!finiteNumbers(net->running[l].means, units) || !finiteNumbers(net->running[l].variances, units)) return 0;
  }
  return 1;
}

// Whether all parameters are finite, and their slots where there are any.
EXPORT(int, finite, (network *net)) {
#define FINITE(like) allFinite(net, (like).weights, (like).biases, (like).gains, (like).shifts)
  return FINITE(*net) && finiteMoments(net) && (!net->first.weights[0] || FINITE(net->first)) &&
         (!net->second.weights[0] || FINITE(net->second));
#undef FINITE
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
