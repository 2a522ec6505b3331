// The members of a network's team as threads of its own, which sleep between pieces of work.
#pragma once
#include "../team.h"
#include <pthread.h>
#include <signal.h>

typedef struct {
  int count, over;
  int asleep; // between pieces
  struct member {
    network *net;
    team *team;
    int number;
    pthread_t thread;
  } each[MOST_MEMBERS];
} threads;

static void *memberThread(void *given) {
  const struct member *self = given;
  threads *all = (threads *)((char *)(self - self->number) - __builtin_offsetof(threads, each));
  team *t = self->team;
  for (;;) {
    const int piece = now(&t->piece); // first, so that the end, which changes it, is not slept through
    if (now(&all->over)) return 0;
    if ((piece & 1) && self->number < now(&t->members)) serveTeam(self->net, t, self->number, piece);
    else waitWhile(&t->piece, piece, &all->asleep);
  }
}

// Makes threads until there are enough members; where the system gives no more, fewer share the work.
static void hireThreads(network *net, team *t, threads *all, int members) {
  sigset_t every, before;
  sigfillset(&every);
  pthread_sigmask(SIG_SETMASK, &every, &before); // signals are the program's
  while (all->count < members - 1) {
    struct member *next = &all->each[all->count + 1];
    *next = (struct member){net, t, all->count + 1, next->thread};
    if (pthread_create(&next->thread, 0, memberThread, next)) break;
    all->count++;
  }
  pthread_sigmask(SIG_SETMASK, &before, 0);
  if (now(&all->asleep)) WAKE(&t->piece);
}

// Also in the midst of a piece of work: a thread of JavaScript that is terminated does not dismiss its team.
static void endThreads(team *t, threads *all) {
  set(&all->over, 1);
  closePiece(t);
  WAKE(&t->piece);
  for (int k = 1; k <= all->count; k++) pthread_join(all->each[k].thread, 0);
  all->count = 0;
}
