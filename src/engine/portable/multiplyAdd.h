// a·b + c, the one operation in which the two arithmetics differ: the product and the sum are rounded each by itself, or
// the sum alone (FUSED, the "fma" arithmetic). Written out, since compilers contract each in its own way.
#pragma once

#if !defined(FUSED)
INLINE vec multiplyAdd(vec a, vec b, vec c) { return a * b + c; }

#elif LANES == 16 && defined(__AVX512F__)
#include <immintrin.h>
INLINE vec multiplyAdd(vec a, vec b, vec c) { return (vec)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c); }

#elif LANES == 8 && defined(__FMA__)
#include <immintrin.h>
INLINE vec multiplyAdd(vec a, vec b, vec c) { return (vec)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c); }

#elif LANES == 4 && defined(__ARM_NEON)
#include <arm_neon.h>
INLINE vec multiplyAdd(vec a, vec b, vec c) { return (vec)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b); }

#else
// In software, exact. A product of floats is a double. Its sum with c in doubles has the error `low`, a double too (Knuth's
// two-sum); where that is not 0 and the sum's last bit is, the sum moves by one place towards `low`. So rounded "to odd" it
// keeps enough for the second rounding, to float, to be the right one (Boldo and Melquiond 2008), subnormals with it.
typedef double dvec __attribute__((vector_size(LANES * 8)));
typedef long long lvec __attribute__((vector_size(LANES * 8)));

INLINE vec multiplyAdd(vec a, vec b, vec c) {
  const dvec product = __builtin_convertvector(a, dvec) * __builtin_convertvector(b, dvec);
  const dvec term = __builtin_convertvector(c, dvec);
  const dvec sum = product + term, rest = sum - product;
  const dvec low = (product - (sum - rest)) + (term - rest);
  const lvec even = ((lvec)sum & 1) - 1;                  // −1 where the last bit is 0
  const lvec inexact = (low < 0) | (low > 0);             // not where it is NaN: then the sum is ∞ or NaN
  const lvec step = 1 + 2 * (((lvec)sum ^ (lvec)low) >> 63); // 1 where both have one sign, so that |sum| grows; else −1
  return __builtin_convertvector((dvec)((lvec)sum + (step & even & inexact)), vec);
}
#endif
