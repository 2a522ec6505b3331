// Threads that come late, wherever they can: every atomic operation of the team may first wait a little. Networks are made,
// trained in short pieces of work by ever another number of threads, and dropped; alone, all parameters must have the same bits.
// Says nothing; exits with 1 where they have not, and does not end where a thread is waited for in vain.
//   team
#include <stdint.h>
#include <unistd.h>

static uint32_t numbersFrom(uint32_t *state, uint32_t below) {
  *state = *state * 1664525u + 1013904223u;
  return (*state >> 8) % below;
}

static void late(void) {
  static _Thread_local uint32_t state;
  if (!state) state = (uint32_t)(uintptr_t)&state;
  if (numbersFrom(&state, 20) == 0) usleep(numbersFrom(&state, 200));
}
#define __atomic_load_n(at, order) (late(), __atomic_load_n(at, order))
#define __atomic_add_fetch(at, value, order) (late(), __atomic_add_fetch(at, value, order))
#define __atomic_compare_exchange_n(at, there, next, weak, order, otherwise)                                           \
  (late(), __atomic_compare_exchange_n(at, there, next, weak, order, otherwise))
#include "../../../src/engine/portable/kernels.c"

build *builds;

enum { NETWORKS = 100, PIECES = 20, THREADS = 6 };
static const int layers[] = {17, 40, 33, 3};

static network *made(void) {
  network *net = create(TANH, CROSS_ENTROPY, layers[0]);
  uint32_t state = 7;
  for (int l = 0; l < 3; l++) {
    addLayer(net, layers[l + 1]);
    for (int i = 0; i < layers[l]; i++)
      for (int o = 0; o < layers[l + 1]; o++)
        net->weights[l][i * net->stride[l] + o] = numbersFrom(&state, 1000) / 2000.0f;
  }
  return net;
}

static void takeExamples(network *net, uint32_t *state) {
  for (int k = 0; k < net->n * layers[0]; k++) net->rows[k] = numbersFrom(state, 1000) / 1000.0f;
  for (int b = 0; b < net->n; b++) net->labels[b] = numbersFrom(state, 3);
  takeInputs(net);
}

// The last is ended with the network, as where the thread that asked for it is terminated.
static void pieceOfWork(network *net, uint32_t *state, int alone, int last) {
  const int asked = 1 + numbersFrom(state, THREADS), n = 1 + numbersFrom(state, 9), members = alone ? 1 : asked;
  if (members > 1) hire(net, members);
  prepare(net, n, members);
  for (int updates = 1 + numbersFrom(state, 2); updates > 0; updates--) {
    takeExamples(net, state);
    train(net, 0.05f, 0);
  }
  if (members > 1 && !last) dismiss(net);
}

// Of all parameters, by Fowler, Noll and Vo.
static uint64_t digestOf(const network *net, uint64_t digest) {
  for (int l = 0; l < net->layers; l++)
    for (int k = 0; k < net->units[l] * net->stride[l]; k++) {
      uint32_t bits;
      __builtin_memcpy(&bits, net->weights[l] + k, 4);
      digest = (digest ^ bits) * 0x100000001b3;
    }
  return digest;
}

static uint64_t trained(int alone) {
  uint32_t state = 1;
  uint64_t digest = 0xcbf29ce484222325;
  for (int k = 0; k < NETWORKS; k++) {
    char *memory = newMemory();
    enter(memory);
    network *net = made();
    for (int piece = 0; piece < PIECES; piece++) pieceOfWork(net, &state, alone, piece == PIECES - 1);
    digest = digestOf(net, digest);
    end(memory);
    freeMemory(memory);
  }
  return digest;
}

int main(void) { return trained(0) != trained(1); }
