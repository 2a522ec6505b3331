// s_b[o] = Σ_i h_b[i]·W[i][o]
#pragma once
#include "lanes.h"

// The rows of a tile are far from each other: natively, the lines of the tile after the next are asked for in time.
#if defined(__wasm__)
#define FETCH_AHEAD(w)
#else
#define FETCH_AHEAD(w)                                                                                                 \
  UNROLL for (int v = 0; v < vectors * LANES; v += LINE_FLOATS) __builtin_prefetch((w) + 64 + v)
#endif

// One tile of the sums, over `inputs` rows of W: `vectors` × LANES units from column c, `examples` examples.
// h is [input][n], s is grouped; the first rows start from 0.
INLINE void forwardTile(const int vectors, const int examples, const float *w, int stride, const float *h, int n,
                        int inputs, int first, float *s, int c) {
  vec sum[FORWARD_EXAMPLES][FORWARD_VECTORS];
  UNROLL for (int b = 0; b < examples; b++)
    UNROLL for (int v = 0; v < vectors; v++)
      sum[b][v] = first ? (vec){} : load(s + grouped(c + v * LANES, b, n));
  for (int i = 0; i < inputs; i++, w += stride, h += n) {
    vec x[FORWARD_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) x[v] = load(w + v * LANES);
    FETCH_AHEAD(w);
    UNROLL for (int b = 0; b < examples; b++)
      UNROLL for (int v = 0; v < vectors; v++) sum[b][v] = multiplyAdd(splat(h[b]), x[v], sum[b][v]);
  }
  UNROLL for (int b = 0; b < examples; b++)
    UNROLL for (int v = 0; v < vectors; v++) store(s + grouped(c + v * LANES, b, n), sum[b][v]);
}

// A tile's columns for all n examples.
INLINE void forwardColumns(const int vectors, const float *w, int stride, const float *h, int n, int inputs, int first,
                           float *s, int c) {
  int b = 0;
  for (; b + FORWARD_EXAMPLES <= n; b += FORWARD_EXAMPLES)
    forwardTile(vectors, FORWARD_EXAMPLES, w + c, stride, h + b, n, inputs, first, s + b * GROUP, c);
#define REST(examples) forwardTile(vectors, examples, w + c, stride, h + b, n, inputs, first, s + b * GROUP, c)
  WITH_CONSTANT(n - b, FORWARD_EXAMPLES - 1, REST)
#undef REST
}

// Columns [c0, c1), whole groups, of a layer with `fanIn` inputs: one block of rows after the other, so that every
// weight is read from memory once and from the nearest cache for each tile of examples.
static void forwardSums(const float *w, int stride, int fanIn, const float *h, int n, float *s, int c0, int c1) {
  for (int i = 0; i < fanIn; i += FORWARD_INPUTS) {
    const int inputs = least(FORWARD_INPUTS, fanIn - i);
    int c = c0;
    for (; c + FORWARD_VECTORS * LANES <= c1; c += FORWARD_VECTORS * LANES)
      forwardColumns(FORWARD_VECTORS, w + (long)i * stride, stride, h + (long)i * n, n, inputs, i == 0, s, c);
    if (GROUP % (FORWARD_VECTORS * LANES) == 0) continue;
    for (; c < c1; c += GROUP)
      forwardColumns(GROUP / LANES, w + (long)i * stride, stride, h + (long)i * n, n, inputs, i == 0, s, c);
  }
}
