// One case of cases.txt without Node: trains, and writes the number of updates done, then all weights, biases and what normalises (nothing more
// where the network diverged). What test/engine/portable/cases.ts does, number for number.
//   conformance THREADS ACTIVATION COST NORMALISATION BATCH RATE RULE EXPONENT LAYER…
#include "../../../src/engine/portable/kernels.c"
#include <stdio.h>
#include <stdlib.h>

build *builds;

enum { UPDATES = 200 };
enum { CASE_RATE, CASE_RATES, CASE_MOMENTUM, CASE_NESTEROV, CASE_ADAM }; // as cases.txt numbers the rules

static uint32_t state = 1;

static double next(void) {
  state = state * 1664525u + 1013904223u;
  return state / 2147483648.0 - 1;
}

static float number(double scale, double power) { return (float)((float)(scale * next()) * power); }

static void writeHidden(network *net, float *of(network *net, int l)) {
  for (int l = 1; l < net->layers; l++) fwrite(of(net, l), 4, net->units[l], stdout);
}

static void writeAll(network *net) {
  for (int l = 0; l < net->layers; l++)
    for (int i = 0; i < net->units[l]; i++)
      fwrite(net->weights[l] + (long)i * net->stride[l], 4, net->units[l + 1], stdout);
  for (int l = 0; l < net->layers; l++) fwrite(net->biases[l], 4, net->units[l + 1], stdout);
  if (net->normalisation == PLAIN) return;
  writeHidden(net, gains);
  writeHidden(net, shifts);
  if (net->normalisation != BATCH) return;
  writeHidden(net, runningMeans);
  writeHidden(net, runningVariances);
}

static void normalise(network *net, int kind) {
  if (kind == PLAIN) return;
  needNormalisation(net, kind);
  for (int l = 1; l < net->layers; l++)
    for (int i = 0; i < net->units[l]; i++) net->gains[l][i] = net->running[l].variances[i] = 1;
}

static void setRates(network *net) {
  needRates(net);
  for (int l = 0; l < net->layers; l++) {
    const int fanOut = net->units[l + 1];
    for (int k = 0; k < net->units[l] * fanOut; k++)
      net->rates.weights[l][(long)(k / fanOut) * net->stride[l] + k % fanOut] = (float)(k % 17 / 100.0);
    for (int k = 0; k < fanOut; k++) net->rates.biases[l][k] = (float)(k % 17 / 100.0);
  }
}

// Readies the rule; what `train` calls it.
static int setRule(network *net, int rule) {
  switch (rule) {
  case CASE_RATES: setRates(net); return 1;
  case CASE_MOMENTUM:
  case CASE_NESTEROV: needSlots(net, 0); setMomentum(net, 0.9f, rule == CASE_NESTEROV); return 2;
  case CASE_ADAM: needSlots(net, 1); setAdam(net, 0.9f, 0.999f, 1e-8f, 0); return 3;
  default: return 0;
  }
}

int main(int count, char **given) {
  enter(newMemory());
  const int threads = atoi(given[1]), batch = atoi(given[5]);
  const float rate = (float)atof(given[6]);
  double power = 1;
  for (int k = atoi(given[8]); k < 0; k++) power /= 2;
  network *net = create(atoi(given[2]), atoi(given[3]), atoi(given[9]));
  for (int k = 10; k < count; k++) addLayer(net, atoi(given[k]));
  for (int l = 0; l < net->layers; l++)
    for (int i = 0; i < net->units[l]; i++)
      for (int o = 0; o < net->units[l + 1]; o++)
        net->weights[l][(long)i * net->stride[l] + o] = number(__builtin_sqrt(3.0 / net->units[l]), power);
  for (int l = 0; l < net->layers; l++)
    for (int o = 0; o < net->units[l + 1]; o++) net->biases[l][o] = number(0.5, power);
  normalise(net, atoi(given[4]));
  const int rule = setRule(net, atoi(given[7]));
  prepare(net, batch, threads);

  const long all = (long)UPDATES * batch, inputs = net->units[0];
  float *x = malloc(all * inputs * sizeof *x);
  for (long k = 0; k < all * inputs; k++) x[k] = number(1, power);
  int done = 0;
  hire(net, threads);
  for (; done < UPDATES; done++) {
    for (long k = 0; k < batch * inputs; k++) net->rows[k] = x[done * batch * inputs + k];
    for (int b = 0; b < batch; b++) net->labels[b] = (int)((next() + 1) / 2 * net->units[net->layers]);
    takeInputs(net);
    if (!train(net, rate, rule)) break;
  }
  dismiss(net);
  const uint32_t updates = done;
  fwrite(&updates, 4, 1, stdout);
  if (done == UPDATES) writeAll(net);
  end(memoryInUse);
  free(x);
  return 0;
}
