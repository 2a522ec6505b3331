// Vectors of LANES floats (GCC vector extensions), and the blocking that suits the machine's registers.
#pragma once

#ifndef LANES
#define LANES 4
#endif

// The blocking that suits the machine's registers and nearest cache: a tile's sums, its operands and one product fit the
// first, a block of weights and what is multiplied with it the second.
#if LANES == 16 // 32 registers
#define FORWARD_VECTORS 2 // × LANES units in a tile
#define FORWARD_EXAMPLES 10
#define FORWARD_INPUTS 64 // rows of the weights in a block
#define BACKWARD_ROWS 4
#define BACKWARD_EXAMPLES 5
#define UPDATE_ROWS 4
#define UPDATE_VECTORS 4 // × LANES units in a tile
#define BLOCK_ROWS 16    // rows of the weights that are propagated through, then updated
#define BLOCK_GROUPS 32  // × GROUP columns of these rows
#elif LANES == 8 // 16 registers
#define FORWARD_VECTORS 2
#define FORWARD_EXAMPLES 5
#define FORWARD_INPUTS 32
#define BACKWARD_ROWS 2
#define BACKWARD_EXAMPLES 5
#define UPDATE_ROWS 4
#define UPDATE_VECTORS 2
#define BLOCK_ROWS 8
#define BLOCK_GROUPS 32
#else // V8 loads all operands of an iteration before it computes with them: 4 × 2 sums, 4 + 2 operands, 1 product
#define FORWARD_VECTORS 4
#define FORWARD_EXAMPLES 2
#define FORWARD_INPUTS 64
#define BACKWARD_ROWS 4
#define BACKWARD_EXAMPLES 2
#define UPDATE_ROWS 4
#define UPDATE_VECTORS 2
#define BLOCK_ROWS 8
#define BLOCK_GROUPS 64
#endif

enum { GROUP = 16 };       // columns; every row of numbers is padded to whole groups
enum { LINE_FLOATS = 16 }; // of the cache

typedef float vec __attribute__((vector_size(LANES * 4)));
typedef int ivec __attribute__((vector_size(LANES * 4)));
typedef float quad __attribute__((vector_size(16)));

#define INLINE static inline __attribute__((always_inline))
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 32")
#endif

INLINE vec load(const float *p) {
  vec v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

INLINE void store(float *p, vec v) { __builtin_memcpy(p, &v, sizeof v); }

INLINE vec splat(float x) { return x - (vec){}; } // x − 0 is x, also where x is −0

INLINE vec choose(ivec mask, vec yes, vec no) { return (vec)((mask & (ivec)yes) | (~mask & (ivec)no)); }

INLINE vec magnitude(vec x) { return (vec)((ivec)x & 0x7fffffff); }

#include "multiplyAdd.h"

// Starts to bring the line at p, which must be readable in WebAssembly, nearer.
INLINE void fetch(const float *p) {
#if defined(__wasm__)
  (void)*(const volatile float *)p;
#else
  __builtin_prefetch(p, 1);
#endif
}

// The same of p[o], once for each line.
INLINE void fetchLine(const float *p, int o) {
  if (o % LINE_FLOATS == 0) fetch(p + o);
}

// Floats from one group of units to the next, for n examples: an odd number of lines, so that groups do not compete for
// the same lines of the cache.
INLINE int groupPitch(int n) { return (n | 1) * GROUP; }

// Where grouped numbers [unit / GROUP][example][unit mod GROUP] have this unit and example.
INLINE long grouped(int unit, int example, int n) {
  return (long)(unit / GROUP) * groupPitch(n) + example * GROUP + unit % GROUP;
}

INLINE int padded(int units) { return (units + GROUP - 1) / GROUP * GROUP; }

INLINE int least(int a, int b) { return a < b ? a : b; }

// Calls CALL(k) with the constant k = count, 1 ≤ count ≤ most.
#define WITH_CONSTANT(count, most, CALL)                                                                               \
  switch (count) {                                                                                                     \
  case 1: CALL(1); break;                                                                                              \
  case 2: if (most >= 2) CALL(2); break;                                                                               \
  case 3: if (most >= 3) CALL(3); break;                                                                               \
  case 4: if (most >= 4) CALL(4); break;                                                                               \
  case 5: if (most >= 5) CALL(5); break;                                                                               \
  case 6: if (most >= 6) CALL(6); break;                                                                               \
  case 7: if (most >= 7) CALL(7); break;                                                                               \
  case 8: if (most >= 8) CALL(8); break;                                                                               \
  case 9: if (most >= 9) CALL(9); break;                                                                               \
  case 10: if (most >= 10) CALL(10); break;                                                                            \
  }
