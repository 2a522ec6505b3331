// √x, which IEEE 754 has rounded once like a sum. By the machine's own operation: a compiler's sqrt may call a library.
#pragma once
#include "lanes.h"

#if defined(__wasm__)
#include <wasm_simd128.h>
INLINE vec squareRoot(vec x) { return (vec)wasm_f32x4_sqrt((v128_t)x); }

#elif LANES == 16 && defined(__AVX512F__)
#include <immintrin.h>
INLINE vec squareRoot(vec x) { return (vec)_mm512_sqrt_ps((__m512)x); }

#elif LANES == 8 && defined(__AVX__)
#include <immintrin.h>
INLINE vec squareRoot(vec x) { return (vec)_mm256_sqrt_ps((__m256)x); }

#elif LANES == 4 && defined(__SSE__)
#include <xmmintrin.h>
INLINE vec squareRoot(vec x) { return (vec)_mm_sqrt_ps((__m128)x); }

#elif LANES == 4 && defined(__ARM_NEON)
#include <arm_neon.h>
INLINE vec squareRoot(vec x) { return (vec)vsqrtq_f32((float32x4_t)x); }
#endif
