// WebAssembly's memory: everything lies one after the other behind the program's own data.
#pragma once

enum { PAGE = 65536, LINE = 64 };
extern char __heap_base;

// Behind everything a 32-bit address can name: what does not fit is put there, and cannot be reserved.
#define NOWHERE ((char *)-1L)

// The next `bytes` at *at, on a line of the cache; moves *at behind them. They are there once reserved.
static void *take(char **at, unsigned long long bytes) {
  char *p = *at;
  const unsigned long long end = (unsigned long)p + ((bytes + LINE - 1) & -(unsigned long long)LINE);
  *at = p == NOWHERE || end >= (unsigned long)NOWHERE ? NOWHERE : (char *)(unsigned long)end;
  return p;
}

static char *start(void) { return (char *)(((unsigned long)&__heap_base + LINE - 1) & -(unsigned long)LINE); }

// Grows the memory, which is 0 where it is new, up to `end`. Whether that could be had.
static int reserve(const char *end) {
  if (end == NOWHERE) return 0;
  const unsigned long long pages = ((unsigned long long)(unsigned long)end + PAGE - 1) / PAGE;
  const unsigned long there = __builtin_wasm_memory_size(0);
  return pages <= there || __builtin_wasm_memory_grow(0, (unsigned long)pages - there) != (unsigned long)-1;
}
