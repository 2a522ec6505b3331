// √x, rounded once, as IEEE has it. Compilers' own functions may call a library for it, so it is written out.
#pragma once
#include "lanes.h"

#if defined(__wasm__)
INLINE vec rootOf(vec x) { return __builtin_elementwise_sqrt(x); }

#elif LANES == 16 && defined(__AVX512F__)
#include <immintrin.h>
INLINE vec rootOf(vec x) { return (vec)_mm512_sqrt_ps((__m512)x); }

#elif LANES == 8 && defined(__AVX__)
#include <immintrin.h>
INLINE vec rootOf(vec x) { return (vec)_mm256_sqrt_ps((__m256)x); }

#elif LANES == 4 && defined(__SSE2__)
#include <emmintrin.h>
INLINE vec rootOf(vec x) { return (vec)_mm_sqrt_ps((__m128)x); }

#elif LANES == 4 && defined(__aarch64__)
#include <arm_neon.h>
INLINE vec rootOf(vec x) { return (vec)vsqrtq_f32((float32x4_t)x); }
#endif
