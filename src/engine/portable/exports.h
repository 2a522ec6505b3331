// What callers of the kernels see: EXPORT(result, name, (parameters)) { … } defines a function that WebAssembly exports, or
// that a native build lists for its binding. Addresses cross as numbers below 2³².
#pragma once

#if defined(__wasm__)
#define EXPORT(result, name, parameters) __attribute__((export_name(#name))) result name parameters
#else
#include "native/calls.h"

static build thisBuild = {.variant = VARIANT, .arithmetic = ARITHMETIC};

__attribute__((constructor)) static void listBuild(void) {
  thisBuild.next = builds;
  builds = &thisBuild;
}

#define EXPORT(result, name, parameters)                                                                               \
  static result name parameters;                                                                                       \
  __attribute__((constructor)) static void list_##name(void) {                                                         \
    thisBuild.kernels[thisBuild.count++] = (kernel){#name, CALL_OF(name), (function *)name};                           \
  }                                                                                                                    \
  static result name parameters
#endif
