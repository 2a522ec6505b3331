// WebAssembly's memory: everything lies one after the other behind the program's own data.
#pragma once

enum { PAGE = 65536, LINE = 64 };
extern char __heap_base;

// The next `bytes` at *at, on a line of the cache; moves *at behind them. They are there once reserved.
static void *take(char **at, long bytes) {
  char *p = *at;
  *at += (bytes + LINE - 1) & -LINE;
  return p;
}

static char *start(void) { return (char *)(((long)&__heap_base + LINE - 1) & -LINE); }

// Grows the memory, which is 0 where it is new, up to `end`. Whether that could be had.
static int reserve(const char *end) {
  const long missing = ((long)end + PAGE - 1) / PAGE - (long)__builtin_wasm_memory_size(0);
  return missing <= 0 || __builtin_wasm_memory_grow(0, missing) != (unsigned long)-1;
}
