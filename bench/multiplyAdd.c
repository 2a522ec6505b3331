// The machine's limit of 128-bit multiply, then add: independent sums, no memory. Thirteen of them and two operands fill
// the registers.
typedef float vec __attribute__((vector_size(16)));
enum { SUMS = 13 };

__attribute__((export_name("multiplyAdd"))) float multiplyAdd(int rounds, float factor, float term) {
  const vec f = factor - (vec){}, t = term - (vec){};
  vec sums[SUMS];
  for (int j = 0; j < SUMS; j++) sums[j] = (float)j - (vec){};
  for (int k = 0; k < rounds; k++) {
    _Pragma("clang loop unroll(full)") for (int j = 0; j < SUMS; j++) sums[j] = sums[j] * f + t;
  }
  vec all = sums[0];
  for (int j = 1; j < SUMS; j++) all += sums[j];
  return all[0] + all[1] + all[2] + all[3];
}

// Floating-point operations in a round.
__attribute__((export_name("operations"))) int operations(void) { return SUMS * 4 * 2; }
