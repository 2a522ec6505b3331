// ∂C/∂h_b[i] = Σ_o d_b[o]·W[i][o], and W[i][o] ← W[i][o] + Σ_b c_b[i]·d_b[o], d = ∂C/∂s
#pragma once
#include "lanes.h"

// One tile of the propagated sums, over `groups` groups of columns: `rows` rows of W, `examples` examples, lanes
// [lane, lane + LANES) of the 16 partial sums that each has. p is [row][n][16]; the first columns start from 0.
INLINE void propagateTile(const int rows, const int examples, const float *w, int stride, const float *d, int n,
                          int groups, int first, float *p, int lane) {
  vec sum[BACKWARD_ROWS][BACKWARD_EXAMPLES];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int b = 0; b < examples; b++)
      sum[r][b] = first ? (vec){} : load(p + (r * n + b) * GROUP + lane);
  const float *row[BACKWARD_ROWS], *column = d + lane;
  UNROLL for (int r = 0; r < rows; r++) row[r] = w + r * stride + lane;
  for (int k = 0; k < groups; k++, column += groupPitch(n)) {
    vec x[BACKWARD_ROWS];
    UNROLL for (int r = 0; r < rows; r++, row[r - 1] += GROUP) x[r] = load(row[r]);
    UNROLL for (int b = 0; b < examples; b++)
      UNROLL for (int r = 0; r < rows; r++) sum[r][b] = multiplyAdd(load(column + b * GROUP), x[r], sum[r][b]);
  }
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int b = 0; b < examples; b++) store(p + (r * n + b) * GROUP + lane, sum[r][b]);
}

INLINE void propagateRows(const int rows, const float *w, int stride, const float *d, int n, int groups, int first,
                          float *p) {
#define TILE(examples)                                                                                                 \
  for (int lane = 0; lane < GROUP; lane += LANES)                                                                      \
  propagateTile(rows, examples, w, stride, d + b * GROUP, n, groups, first, p + b * GROUP, lane)
  int b = 0;
  for (; b + BACKWARD_EXAMPLES <= n; b += BACKWARD_EXAMPLES) TILE(BACKWARD_EXAMPLES);
  WITH_CONSTANT(n - b, BACKWARD_EXAMPLES - 1, TILE)
#undef TILE
}

// The partial sums of `rows` rows, over `groups` groups of columns.
static void propagate(const float *w, int stride, int rows, const float *d, int n, int groups, int first, float *p) {
  int r = 0;
#define ROWS(count) propagateRows(count, w + (long)r * stride, stride, d, n, groups, first, p + (long)r * n * GROUP)
  for (; r + BACKWARD_ROWS <= rows; r += BACKWARD_ROWS) ROWS(BACKWARD_ROWS);
  WITH_CONSTANT(rows - r, BACKWARD_ROWS - 1, ROWS)
#undef ROWS
}

// The fixed tree over 16 partial sums: halves are added, then quarters, then pairs.
INLINE float treeSum(const float *p) {
  quad q[4];
  __builtin_memcpy(q, p, sizeof q);
  const quad s = (q[0] + q[2]) + (q[1] + q[3]);
  return (s[0] + s[2]) + (s[1] + s[3]);
}

// One tile of the update: `rows` × `vectors`·LANES weights, b ascending. c is [n][BLOCK_ROWS]; `from0` starts from 0. The
// weights `ahead` of these are the next to be read.
INLINE void updateTile(const int rows, const int vectors, float *w, int stride, long ahead, const float *d, int n,
                       const float *c, int from0) {
  vec y[UPDATE_ROWS][UPDATE_VECTORS];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++) y[r][v] = from0 ? (vec){} : load(w + r * stride + v * LANES);
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors * LANES; v += LINE_FLOATS) fetch(w + r * stride + ahead + v);
  const float *at = d;
  for (int b = 0; b < n; b++, c += BLOCK_ROWS, at += GROUP) {
    vec x[UPDATE_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) x[v] = load(at + grouped(v * LANES, 0, n));
    UNROLL for (int r = 0; r < rows; r++)
      UNROLL for (int v = 0; v < vectors; v++) y[r][v] = multiplyAdd(splat(c[r]), x[v], y[r][v]);
  }
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++) store(w + r * stride + v * LANES, y[r][v]);
}

INLINE void updateColumns(const int rows, float *w, int stride, long ahead, const float *d, int n, int columns,
                          const float *c, int from0) {
  int o = 0;
  for (; o + UPDATE_VECTORS * LANES <= columns; o += UPDATE_VECTORS * LANES)
    updateTile(rows, UPDATE_VECTORS, w + o, stride, ahead, d + grouped(o, 0, n), n, c, from0);
  if (GROUP % (UPDATE_VECTORS * LANES) == 0) return;
  for (; o < columns; o += GROUP)
    updateTile(rows, GROUP / LANES, w + o, stride, ahead, d + grouped(o, 0, n), n, c, from0);
}

// `rows` rows, at most BLOCK_ROWS, by `groups` groups of columns.
static void update(float *w, int stride, int rows, long ahead, const float *d, int n, int groups, const float *c,
                   int from0) {
  int r = 0;
#define ROWS(count) updateColumns(count, w + (long)r * stride, stride, ahead, d, n, groups * GROUP, c + r, from0)
  for (; r + UPDATE_ROWS <= rows; r += UPDATE_ROWS) ROWS(UPDATE_ROWS);
  WITH_CONSTANT(rows - r, UPDATE_ROWS - 1, ROWS)
#undef ROWS
}
