// An instance's memory: everything lies one after the other behind what is there at first, and can be named by 32 bits.
#pragma once

enum { LINE = 64 };

// Behind everything a 32-bit address can name: what does not fit is put there, and cannot be reserved.
#define NOWHERE ((char *)-1L)

#if defined(__wasm__)
#define PAGE 65536UL
extern char __heap_base;
static char *start(void) { return (char *)(((unsigned long)&__heap_base + LINE - 1) & -(unsigned long)LINE); }

static unsigned long distance(const char *p) { return (unsigned long)p; }

// Grows the memory, which is 0 where it is new, up to `end`. Whether that could be had.
static int reserve(const char *end) {
  if (end == NOWHERE) return 0;
  const unsigned long pages = ((unsigned long)end - 1) / PAGE + 1, there = __builtin_wasm_memory_size(0);
  return pages <= there || __builtin_wasm_memory_grow(0, pages - there) != (unsigned long)-1;
}
#else
#include "native/memory.h"
#endif

// The next `bytes` at *at, on a line of the cache; moves *at behind them. They are there once reserved.
static void *take(char **at, unsigned long long bytes) {
  char *p = *at;
  const unsigned long long all = (bytes + LINE - 1) & -(unsigned long long)LINE;
  *at = p == NOWHERE || distance(p) + all > 0xffffffffULL - PAGE ? NOWHERE : p + all;
  return p;
}
