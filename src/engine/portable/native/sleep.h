// Sleeping until a number is changed by another thread, and waking those that do.
#pragma once

#if defined(__x86_64__)
#define PAUSE __builtin_ia32_pause()
#else
#define PAUSE __asm__ volatile("yield")
#endif

#if defined(__linux__)
#include <limits.h>
#include <sys/syscall.h>
#include <unistd.h>
// futex(2); its numbers are written out because a compiler need not come with the kernel's headers (Alpine's does not).
enum { WAIT_PRIVATE = 128, WAKE_PRIVATE = 129 };
#define SLEEP(at, value) syscall(SYS_futex, at, WAIT_PRIVATE, value, 0, 0, 0)
#define WAKE(at) syscall(SYS_futex, at, WAKE_PRIVATE, INT_MAX, 0, 0, 0)
#else
#include <pthread.h>
static pthread_mutex_t sleeping = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static void sleepWhile(const int *at, int value) {
  pthread_mutex_lock(&sleeping);
  if (__atomic_load_n(at, __ATOMIC_SEQ_CST) == value) pthread_cond_wait(&changed, &sleeping);
  pthread_mutex_unlock(&sleeping);
}

static void wakeAll(void) {
  pthread_mutex_lock(&sleeping);
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&sleeping);
}
#define SLEEP(at, value) sleepWhile(at, value)
#define WAKE(at) wakeAll()
#endif
