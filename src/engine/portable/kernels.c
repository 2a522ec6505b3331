/*
 * The portable engine's arithmetic. It is defined here to the last bit, and is the same on every machine: IEEE float,
 * each product and each sum rounded by itself (-ffp-contract=off), no fused multiply-add, no library function.
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
 * LANES, blocks and tiles choose what is computed when, never what is added to what: a sum belongs to one unit of one
 * example, and vectors hold different sums.
 */
#include "activation.h"
#include "backward.h"
#include "cost.h"
#include "curvature.h"
#include "forward.h"
#include "functions.h"
#include "network.h"
#include "rates.h"
#include "variance.h"

#define EXPORT(name) __attribute__((export_name(#name))) name

// What becomes of the parameters.
typedef enum { NONE, ONE_RATE, OWN_RATES } step;

// Units [c0, c1) of layer l + 1, whole groups. Whether their pre-activations are finite.
static int forwardLayer(const network *net, int training, int l, int c0, int c1) {
  forwardSums(net->weights[l], net->stride[l], net->units[l], net->h[l], net->n, net->s[l + 1], c0, c1);
  return activateLayer(net, training, l, c0, c1);
}

// Inputs [r0, r1) of layer l: ∂C/∂s of the layer below and, if it is a step, W ← W − ε ∂C/∂W.
static void backwardLayer(const network *net, int l, int r0, int r1, step step, float rate) {
  const int n = net->n, stride = net->stride[l], groups = padded(net->units[l + 1]) / GROUP;
  for (int r = r0; r < r1; r += BLOCK_ROWS) {
    const int rows = least(BLOCK_ROWS, r1 - r);
    const long ahead = r + 2 * BLOCK_ROWS <= r1 ? (long)BLOCK_ROWS * stride : 0;
    if (step != NONE) scaleInputs(net, l, r, rows, step == ONE_RATE ? -rate : 1);
    for (int g = 0; g < groups; g += BLOCK_GROUPS) {
      const int some = least(BLOCK_GROUPS, groups - g);
      float *w = net->weights[l] + (long)r * stride + g * GROUP;
      const float *d = net->s[l + 1] + (long)g * groupPitch(n);
      if (l > 0) propagate(w, stride, rows, d, n, some, g == 0, net->partials);
      if (step == ONE_RATE) update(w, stride, rows, ahead, d, n, some, net->coefficients, 0);
      if (step == OWN_RATES) updateByRates(net, l, r, rows, g * GROUP, some);
    }
    if (l > 0) slopeRows(net, l, r, rows);
  }
}

static void updateBiases(const network *net, int l, float rate) {
  for (int b = 0; b < net->n; b++) net->coefficients[b * BLOCK_ROWS] = -rate;
  update(net->biases[l], 0, 1, 0, net->s[l + 1], net->n, padded(net->units[l + 1]) / GROUP, net->coefficients, 0);
}

// Makes the one network of this memory; its layers of weights follow one by one.
network *EXPORT(create)(int activation, int cost, int inputs) {
  char *at = start();
  network *net = take(&at, sizeof *net);
  if (!reserve(at)) return 0;
  *net = (network){.activation = activation, .cost = cost};
  net->layers = 0;
  net->units[0] = inputs;
  net->workspace = at;
  return net;
}

int EXPORT(addLayer)(network *net, int units) { return appendLayer(net, units); }

// Whether there is memory for n examples at a time. Everything in the workspace is lost.
int EXPORT(prepare)(network *net, int n) { return layOut(net, n); }

float *EXPORT(weights)(network *net, int l) { return net->weights[l]; }
float *EXPORT(biases)(network *net, int l) { return net->biases[l]; }
int EXPORT(stride)(network *net, int l) { return net->stride[l]; }
float *EXPORT(rows)(network *net) { return net->rows; }
double *EXPORT(costs)(network *net) { return net->costs; }
unsigned char *EXPORT(labels)(network *net) { return net->labels; }
unsigned char *EXPORT(predictions)(network *net) { return net->predictions; }

// `rows` [n][inputs] become the network's inputs.
void EXPORT(takeInputs)(network *net) {
  const int n = net->n, units = net->units[0];
  for (int b = 0; b < n; b++)
    for (int i = 0; i < units; i++) net->h[0][(long)i * n + b] = net->rows[(long)b * units + i];
}

// Layer l's activations (l = 0: the inputs), as `rows` [n][units].
void EXPORT(giveActivations)(network *net, int l) {
  const int n = net->n, units = net->units[l];
  for (int b = 0; b < n; b++)
    for (int i = 0; i < units; i++) net->rows[(long)b * units + i] = net->h[l][(long)i * n + b];
}

// Layer l's pre-activations, or once it is back-propagated its ∂C/∂s, as `rows` [n][units].
void EXPORT(givePreActivations)(network *net, int l) {
  const int n = net->n, units = net->units[l];
  for (int b = 0; b < n; b++)
    for (int i = 0; i < units; i++) net->rows[(long)b * units + i] = net->s[l][grouped(i, b, n)];
}

// Every layer, costs and predictions. Whether all pre-activations are finite.
static int runForward(network *net, int training) {
  int finite = 1;
  for (int l = 0; l < net->layers; l++) {
    finite &= forwardLayer(net, training, l, 0, padded(net->units[l + 1]));
    if (training) clearPadding(net, l + 1);
  }
  outputs(net);
  return finite;
}

int EXPORT(forward)(network *net) { return runForward(net, 0); }

// After `forward`: f′(s) in the place of the hidden layers' s.
void EXPORT(slopes)(network *net) {
  for (int l = 1; l < net->layers; l++) {
    apply(net->activation, 1, net->s[l], (long)padded(net->units[l]) / GROUP * groupPitch(net->n));
    clearPadding(net, l);
  }
}

// After `slopes`: ∂C/∂s of every layer, C each example's own cost.
void EXPORT(backward)(network *net) {
  outputGradient(net, 1);
  for (int l = net->layers - 1; l > 0; l--) backwardLayer(net, l, 0, net->units[l], NONE, 0);
}

// After `slopes`: ∂²C/∂s² of every layer, C each example's own cost, f″ left out.
void EXPORT(curve)(network *net) {
  outputCurvature(net);
  for (int l = net->layers - 1; l > 0; l--) curveLayer(net, l, 0, net->units[l]);
}

// One update from the workspace's inputs and labels, by `rate` or, with `own`, by the rates of `needRates`. Whether it was
// done: not where a pre-activation is not finite.
int EXPORT(train)(network *net, float rate, int own) {
  if (!runForward(net, 1)) return 0;
  outputGradient(net, net->n);
  for (int l = net->layers - 1; l >= 0; l--) {
    backwardLayer(net, l, 0, net->units[l], own ? OWN_RATES : ONE_RATE, rate);
    if (own) updateBiasesByRates(net, l);
    else updateBiases(net, l, rate);
  }
  return 1;
}

// Whether there is memory for a rate of every parameter; `prepare` must follow.
int EXPORT(needRates)(network *net) { return appendLike(net, &net->rates); }
float *EXPORT(rateWeights)(network *net, int l) { return net->rates.weights[l]; }
float *EXPORT(rateBiases)(network *net, int l) { return net->rates.biases[l]; }

// After `backward` or `curve`, before `gradientRows` or `curvatureRows`: d/n in place of layer l + 1's d.
void EXPORT(divideByExamples)(network *net, int l) {
  const long all = (long)padded(net->units[l + 1]) / GROUP * groupPitch(net->n);
  for (long k = 0; k < all; k += LANES) store(net->s[l + 1] + k, load(net->s[l + 1] + k) / (float)net->n);
}

int EXPORT(blockRows)(void) { return BLOCK_ROWS; }

// Σ_b of the coefficients and d, [rows][stride].
static float *sumRows(const network *net, int l, int rows) {
  update(net->gradient, net->stride[l], rows, 0, net->s[l + 1], net->n, padded(net->units[l + 1]) / GROUP,
         net->coefficients, 1);
  return net->gradient;
}

// At most BLOCK_ROWS rows of ∂C/∂W from row r of layer l.
float *EXPORT(gradientRows)(network *net, int l, int r, int rows) {
  scaleInputs(net, l, r, rows, 1);
  return sumRows(net, l, rows);
}

// The same of ∂²C/∂W².
float *EXPORT(curvatureRows)(network *net, int l, int r, int rows) {
  squareInputs(net, l, r, rows);
  return sumRows(net, l, rows);
}

float *EXPORT(biasGradient)(network *net, int l) {
  for (int b = 0; b < net->n; b++) net->coefficients[b * BLOCK_ROWS] = 1;
  update(net->gradient, 0, 1, 0, net->s[l + 1], net->n, padded(net->units[l + 1]) / GROUP, net->coefficients, 1);
  return net->gradient;
}

// Whether there is memory for the variance of the gradients; `prepare` must follow.
int EXPORT(needVariance)(network *net) { return appendLike(net, &net->means) && appendLike(net, &net->deviations); }
float *EXPORT(varianceWeights)(network *net, int l) { return net->deviations.weights[l]; }
float *EXPORT(varianceBiases)(network *net, int l) { return net->deviations.biases[l]; }

static void observeRows(network *net, int l, int r, int rows, int k) {
  const float *g = gradientRows(net, l, r, rows);
  for (int row = 0; row < rows; row++) {
    const long at = (long)(r + row) * net->stride[l];
    observe(net->means.weights[l] + at, net->deviations.weights[l] + at, g + (long)row * net->stride[l],
            padded(net->units[l + 1]), k);
  }
}

// The mean gradients of the workspace's inputs and labels are the k-th, from 1, of those whose variance is asked for.
void EXPORT(observeGradients)(network *net, int k) {
  runForward(net, 1);
  outputGradient(net, net->n);
  for (int l = net->layers - 1; l >= 0; l--) {
    if (l > 0) backwardLayer(net, l, 0, net->units[l], NONE, 0);
    for (int r = 0; r < net->units[l]; r += BLOCK_ROWS) observeRows(net, l, r, least(BLOCK_ROWS, net->units[l] - r), k);
    observe(net->means.biases[l], net->deviations.biases[l], biasGradient(net, l), padded(net->units[l + 1]), k);
  }
}

// After k minibatches.
void EXPORT(finishVariance)(network *net, int k) {
  for (int l = 0; l < net->layers; l++) {
    for (int i = 0; i < net->units[l]; i++)
      divideBy(net->deviations.weights[l] + (long)i * net->stride[l], padded(net->units[l + 1]), k);
    divideBy(net->deviations.biases[l], padded(net->units[l + 1]), k);
  }
}

// Whether all weights and biases are finite.
int EXPORT(finite)(network *net) {
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
void EXPORT(applyExp)(float *x, int n) {
  for (int k = 0; k < n; k += LANES) store(x + k, expOf(load(x + k)));
}
void EXPORT(applyActivation)(int f, float *x, int n) { apply(f, 0, x, n); }
void EXPORT(applySlope)(int f, float *x, int n) { apply(f, 1, x, n); }
void EXPORT(applyLog)(double *x, int n) {
  for (int k = 0; k < n; k++) x[k] = logOf(x[k]);
}
