// CALL_OF(f): how to call a function of f's type with numbers. An address is its distance from the memory's beginning.
#pragma once
#include "../memory.h"
#include "build.h"

typedef struct network network;

#define ADDRESS(k) ((void *)(memory + (uint32_t)(int64_t)given[k]))
#define INTEGER(k) ((int)given[k])
#define FLOAT(k) ((float)given[k])
#define POINTER(result) ((double)(uint32_t)(uintptr_t)(result))
#define NUMBER(result) ((double)(result))
#define NOTHING(result) ((result), 0.0)

// Every type of function that is exported: a name for it, its result, parameters, and these from what is given.
#define TYPES(T)                                                                                                       \
  T(pointer_iii, network *, (int, int, int), POINTER, (INTEGER(0), INTEGER(1), INTEGER(2)))                            \
  T(nothing_n, void, (network *), NOTHING, (ADDRESS(0)))                                                               \
  T(nothing_ni, void, (network *, int), NOTHING, (ADDRESS(0), INTEGER(1)))                                             \
  T(integer_n, int, (network *), NUMBER, (ADDRESS(0)))                                                                 \
  T(integer_ni, int, (network *, int), NUMBER, (ADDRESS(0), INTEGER(1)))                                               \
  T(integer_nii, int, (network *, int, int), NUMBER, (ADDRESS(0), INTEGER(1), INTEGER(2)))                             \
  T(nothing_nfi, void, (network *, float, int), NOTHING, (ADDRESS(0), FLOAT(1), INTEGER(2)))                            \
  T(nothing_nfffi, void, (network *, float, float, float, int), NOTHING,                                               \
    (ADDRESS(0), FLOAT(1), FLOAT(2), FLOAT(3), INTEGER(4)))                                                            \
  T(integer_nfi, int, (network *, float, int), NUMBER, (ADDRESS(0), FLOAT(1), INTEGER(2)))                             \
  T(floats_n, float *, (network *), POINTER, (ADDRESS(0)))                                                             \
  T(floats_ni, float *, (network *, int), POINTER, (ADDRESS(0), INTEGER(1)))                                           \
  T(floats_niii, float *, (network *, int, int, int), POINTER, (ADDRESS(0), INTEGER(1), INTEGER(2), INTEGER(3)))       \
  T(doubles_n, double *, (network *), POINTER, (ADDRESS(0)))                                                           \
  T(bytes_n, unsigned char *, (network *), POINTER, (ADDRESS(0)))                                                      \
  T(nothing_fi, void, (float *, int), NOTHING, (ADDRESS(0), INTEGER(1)))                                               \
  T(nothing_fffi, void, (const float *, const float *, float *, int), NOTHING,                                             \
    (ADDRESS(0), ADDRESS(1), ADDRESS(2), INTEGER(3)))                                                                    \
  T(nothing_ifi, void, (int, float *, int), NOTHING, (INTEGER(0), ADDRESS(1), INTEGER(2)))                             \
  T(nothing_di, void, (double *, int), NOTHING, (ADDRESS(0), INTEGER(1)))

#define DEFINE(name, result, parameters, to, arguments)                                                                \
  typedef result type_##name parameters;                                                                               \
  __attribute__((unused)) static double call_##name(char *memory, function *f, const double *given) {                  \
    enter(memory);                                                                                                     \
    (void)given;                                                                                                       \
    return to(((type_##name *)f)arguments);                                                                            \
  }
TYPES(DEFINE)
#undef DEFINE

#define CASE(name, result, parameters, to, arguments) type_##name * : call_##name,
#define CALL_OF(f) _Generic((f), TYPES(CASE) struct no_such_type * : 0)
