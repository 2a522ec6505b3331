// The machine's limit of memory: how fast a program reads, fills and copies.
//   a line `read|fill|copy MEGABYTES THREADS`  →  {"gigabytes": a second, read and written together, of all threads together}
#include "conversation.h"

typedef float vec __attribute__((vector_size(64)));
enum { MOST_MEGABYTES = 256 };

static vec *from, *to;
static size_t share;  // vectors a thread has, each its own stretch
static int repeats;
static volatile float results[MOST_THREADS];

static void readAll(int thread) {
  const vec *mine = from + thread * share;
  vec sums[4] = {};
  for (int r = 0; r < repeats; r++)
    for (size_t i = 0; i + 4 <= share; i += 4)
      for (int j = 0; j < 4; j++) sums[j] += mine[i + j];
  vec all = sums[0] + sums[1] + sums[2] + sums[3];
  results[thread] = all[0] + all[1];
}

static void fillAll(int thread) {
  vec *mine = to + thread * share, value = 1.0f - (vec){};
  for (int r = 0; r < repeats; r++) {
    __asm__ volatile("" : : : "memory");
    for (size_t i = 0; i < share; i++) mine[i] = value;
  }
}

static void copyAll(int thread) {
  for (int r = 0; r < repeats; r++) {
    __asm__ volatile("" : : : "memory");
    for (size_t i = thread * share; i < (thread + 1) * share; i++) to[i] = from[i];
  }
}

int main(void) {
  size_t most = (size_t)MOST_MEGABYTES << 20;
  from = aligned_alloc(4096, most);
  to = aligned_alloc(4096, most);
  if (!from || !to) return 1;
  memset(from, 0, most);
  memset(to, 0, most);
  puts("{}");
  fflush(stdout);
  char line[64], what[8];
  int megabytes, threads;
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "%7s %d %d", what, &megabytes, &threads) != 3 || megabytes > MOST_MEGABYTES) return 2;
    size_t bytes = (size_t)megabytes << 20;
    repeats = MOST_MEGABYTES / megabytes;
    share = bytes / sizeof(vec) / threads;
    int copy = !strcmp(what, "copy");
    double took = seconds(threads, copy ? copyAll : !strcmp(what, "read") ? readAll : fillAll);
    answer("gigabytes", (copy ? 2.0 : 1.0) * bytes * repeats / took / 1e9);
  }
}
