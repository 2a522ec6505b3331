// Threads that share a network's work, the same natively and in WebAssembly. A phase of the work (a layer, forward) is cut
// into parts; the caller and the members of its team take one after the other until none is left, and the caller waits for
// those that others took. Which of them computes a part changes no bit, and whoever is late, or not there, holds up nobody.
// Everyone begins with a share of his own, the same in every phase, since its numbers are near him from the last time.
#pragma once
#include "lanes.h"
#if defined(__wasm__)
#define SLEEP(at, value) __builtin_wasm_memory_atomic_wait32(at, value, -1)
#define WAKE(at) __builtin_wasm_memory_atomic_notify(at, MOST_MEMBERS)
#define PAUSE
#define SPINS 20000
#else
#include "native/sleep.h"
#define SPINS 1000
#endif

enum { MOST_MEMBERS = 64, PARTS_EACH = 4 };

typedef struct network network;

// Numbers [from, to) of layer l's columns, rows or examples.
typedef void work(network *net, int l, int from, int to, int member);

// A member's share of the phase under way: the phase's number · 2³² + the share's end · 2¹⁶ + its next part that nobody has.
typedef struct {
  unsigned long long ticket __attribute__((aligned(64))); // a line of the cache for each
} share;

typedef struct {
  share shares[MOST_MEMBERS];
  int phase;        // its number: members wait for the next
  int asleep;       // how many of them sleep
  int left;         // its parts that are not done: the caller waits for 0
  int callerSleeps;
  int piece;        // of work: odd while members are wanted for it
  int members;      // that are wanted, the caller with them

  work *work;       // the phase: valid for whoever has one of its parts
  int l, all, grain;
} team;

INLINE int now(const int *at) { return __atomic_load_n(at, __ATOMIC_SEQ_CST); }
INLINE void set(int *at, int value) { __atomic_store_n(at, value, __ATOMIC_SEQ_CST); }
INLINE int add(int *at, int value) { return __atomic_add_fetch(at, value, __ATOMIC_SEQ_CST); }

// Waits until *at is not `value`: a moment awake, then asleep, so that threads beyond the cores cost nobody's time.
// *asleep says whether to wake.
static void waitWhile(int *at, int value, int *asleep) {
  for (int k = 0; k < SPINS; k++) {
    if (now(at) != value) return;
    PAUSE;
  }
  add(asleep, 1);
  while (now(at) == value) SLEEP(at, value);
  add(asleep, -1);
}

// A share's next part, or −1 where there is none or nobody needs `piece` any more. Who comes late may be of a piece with more
// members than there is room for now, so it must not get a part of a later one: a ticket of a later piece is not seen before
// that piece's number is, and the ticket that is taken is the one that was seen.
static int takeOf(team *t, share *s, int piece) {
  unsigned long long ticket = __atomic_load_n(&s->ticket, __ATOMIC_SEQ_CST);
  for (;;) {
    const int part = ticket & 0xffff, end = ticket >> 16 & 0xffff;
    if (part >= end || now(&t->piece) != piece) return -1;
    if (__atomic_compare_exchange_n(&s->ticket, &ticket, ticket + 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) return part;
  }
}

// Does parts of the phase under way until all are taken: the member's own first, then what others have left.
static void takeParts(network *net, team *t, int member, int piece) {
  const int members = now(&t->members);
  for (int k = 0; k < members; k++) {
    share *s = &t->shares[(member + k) % members];
    for (int part; (part = takeOf(t, s, piece)) >= 0;) {
      t->work(net, t->l, part * t->grain, least((part + 1) * t->grain, t->all), member);
      if (add(&t->left, -1) == 0 && now(&t->callerSleeps)) WAKE(&t->left);
    }
  }
}

// A member's work until the piece is over.
static void serveTeam(network *net, team *t, int member, int piece) {
  while (now(&t->piece) == piece) {
    const int phase = now(&t->phase);
    takeParts(net, t, member, piece);
    if (now(&t->piece) == piece) waitWhile(&t->phase, phase, &t->asleep);
  }
}

static int nextPhase(const team *t) { return (int)((unsigned)t->phase + 1); }

static void callMembers(team *t, int phase) {
  set(&t->phase, phase);
  if (now(&t->asleep)) WAKE(&t->phase);
}

static void shareOut(team *t, int member, int phase, int parts) {
  const unsigned from = parts * member / t->members, end = parts * (member + 1) / t->members;
  __atomic_store_n(&t->shares[member].ticket, (unsigned long long)(unsigned)phase << 32 | end << 16 | from, __ATOMIC_SEQ_CST);
}

// All of [0, all), in parts of whole units.
static void together(network *net, team *t, work *work, int l, int all, int unit) {
  const int each = t->piece & 1 ? t->members * PARTS_EACH : 1;
  const int grain = ((all + each - 1) / each + unit - 1) / unit * unit, parts = (all + grain - 1) / grain;
  if (parts <= 1 || t->members == 1) {
    work(net, l, 0, all, 0);
    return;
  }
  const int phase = nextPhase(t);
  t->work = work, t->l = l, t->all = all, t->grain = grain;
  set(&t->left, parts);
  for (int k = 0; k < t->members; k++) shareOut(t, k, phase, parts);
  callMembers(t, phase);
  takeParts(net, t, 0, t->piece);
  for (int left; (left = now(&t->left));) waitWhile(&t->left, left, &t->callerSleeps);
}

// Opens a piece of work to `members`, the caller with them: its number.
static int openPiece(team *t, int members) {
  set(&t->members, members);
  return add(&t->piece, 1);
}

static void closePiece(team *t) {
  add(&t->piece, 1);
  callMembers(t, nextPhase(t));
}
