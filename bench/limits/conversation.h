// What both limit programs have in common: threads that begin together, and the conversation with the benchmark. They say {} when
// they are ready; then, for each line in, a line of JSON out.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_THREADS = 64 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

static int ready, begun;

typedef struct {
  void (*work)(int thread);
  int thread;
} Part;

static void *part(void *given) {
  const Part *it = given;
  __atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
  while (!__atomic_load_n(&begun, __ATOMIC_SEQ_CST)) {
  }
  it->work(it->thread);
  return 0;
}

// Seconds from when all threads are there until the last has done its part.
static double seconds(int threads, void (*work)(int thread)) {
  pthread_t handles[MOST_THREADS];
  Part parts[MOST_THREADS];
  ready = begun = 0;
  for (int t = 0; t < threads; t++) parts[t] = (Part){work, t};
  for (int t = 1; t < threads; t++)
    if (pthread_create(&handles[t], 0, part, &parts[t])) exit(1);
  while (__atomic_load_n(&ready, __ATOMIC_SEQ_CST) < threads - 1) {
  }
  double start = now();
  __atomic_store_n(&begun, 1, __ATOMIC_SEQ_CST);
  work(0);
  for (int t = 1; t < threads; t++) pthread_join(handles[t], 0);
  return now() - start;
}

static void answer(const char *name, double value) {
  printf("{\"%s\":%.6g}\n", name, value);
  fflush(stdout);
}
