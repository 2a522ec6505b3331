// A native program's memory for one instance: 4 GiB of addresses that begin at a multiple of 4 GiB, so that the lower half of
// an address is its distance from the beginning. The first bytes say how much of it is there.
#pragma once
#include <stdint.h>
#include <sys/mman.h>

#define PAGE 65536ULL
#define HUGE_PAGE (1ULL << 21)
#define WHOLE (1ULL << 32)

typedef struct {
  uint64_t there; // bytes that can be used
} header;

// The memory of the call under way.
static _Thread_local char *memoryInUse;

static inline void enter(char *memory) { memoryInUse = memory; }

static inline char *start(void) { return memoryInUse + 64; }

static inline unsigned long distance(const char *p) { return (uint32_t)(uintptr_t)p; }

// Makes memory, which is 0 where it is new, up to `end`. Whether that could be had.
static inline int reserve(const char *end) {
  if (end == (char *)-1L) return 0;
  char *memory = (char *)((uintptr_t)end & ~(uintptr_t)0xffffffff);
  header *head = (header *)memory;
  const uint64_t needed = distance(end), unit = needed > HUGE_PAGE ? HUGE_PAGE : PAGE;
  if (needed <= head->there) return 1;
  const uint64_t all = (needed + unit - 1) / unit * unit;
  if (mprotect(memory + head->there, all - head->there, PROT_READ | PROT_WRITE)) return 0;
  head->there = all;
  return 1;
}

// A new memory; 0 where there are no addresses for it.
static inline char *newMemory(void) {
  char *all = mmap(0, 2 * WHOLE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (all == MAP_FAILED) return 0;
  char *memory = (char *)(((uintptr_t)all + WHOLE - 1) & ~(uintptr_t)(WHOLE - 1));
  if (memory > all) munmap(all, memory - all);
  munmap(memory + WHOLE, all + WHOLE - memory);
#if defined(MADV_HUGEPAGE)
  madvise(memory, WHOLE, MADV_HUGEPAGE);
#endif
  if (!mprotect(memory, PAGE, PROT_READ | PROT_WRITE)) {
    ((header *)memory)->there = PAGE;
    return memory;
  }
  munmap(memory, WHOLE);
  return 0;
}

static inline void freeMemory(char *memory) { munmap(memory, WHOLE); }
