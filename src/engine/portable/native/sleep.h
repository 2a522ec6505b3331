// Sleeping until a number is changed by another thread, and waking those that do.
#pragma once

#if defined(__x86_64__)
#define PAUSE __builtin_ia32_pause()
#else
#define PAUSE __asm__ volatile("yield")
#endif

#if defined(__linux__)
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#define SLEEP(at, value) syscall(SYS_futex, at, FUTEX_WAIT_PRIVATE, value, 0, 0, 0)
#define WAKE(at) syscall(SYS_futex, at, FUTEX_WAKE_PRIVATE, INT_MAX, 0, 0, 0)
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
