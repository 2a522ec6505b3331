// The machine's limit of arithmetic in vectors of BYTES bytes: multiply-adds into independent sums in registers, no memory. Compiled
// with -ffp-contract=fast each is one fused operation, with -ffp-contract=off a multiplication and an addition.
//   a line `THREADS`  →  {"gflops": of all threads together}
#include "conversation.h"

typedef float vec __attribute__((vector_size(BYTES)));
// Enough sums to hide the latency of an operation; with the factors they fit 16 registers.
enum { SUMS = 12, ROUNDS = 400000 };

// Tells the compiler that v may have changed, so that no product is the same as the one before. No instruction.
#if defined __x86_64__
#define CHANGED(v) __asm__ volatile("" : "+v"(v))
#else
#define CHANGED(v) __asm__ volatile("" : "+w"(v))
#endif

static volatile float results[MOST_THREADS];

static void work(int thread) {
  vec factor = 0.5f - (vec){}, other = 0.25f - (vec){}, sums[SUMS];
  for (int j = 0; j < SUMS; j++) sums[j] = (float)j - (vec){};
  for (int k = 0; k < ROUNDS; k++) {
#pragma GCC unroll 12
    for (int j = 0; j < SUMS; j++) {
      CHANGED(factor);
      sums[j] += factor * other;
    }
  }
  vec all = sums[0];
  for (int j = 1; j < SUMS; j++) all += sums[j];
  results[thread] = all[0] + all[1];
}

// Whether the processor has what this was compiled for.
static int runs(void) {
#if defined __AVX512F__
  return __builtin_cpu_supports("avx512f");
#elif defined __FMA__
  return __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx2");
#else
  return 1;
#endif
}

int main(void) {
  char line[32];
  if (!runs()) {
    fputs("not of this processor", stderr);
    return 1;
  }
  puts("{}");
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    int threads = atoi(line);
    double operations = 2.0 * ROUNDS * SUMS * (BYTES / sizeof(float)) * threads;
    answer("gflops", operations / seconds(threads, work) / 1e9);
  }
}
