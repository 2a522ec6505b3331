// The kernels of one native build as a table: their names, and how each is called with numbers from JavaScript.
#pragma once
#include <stdint.h>

enum { MOST_KERNELS = 128, MOST_PARAMETERS = 6 };

typedef void function(void);
typedef double call(char *memory, function *f, const double *given);
typedef struct {
  const char *name;
  call *call;
  function *function;
} kernel;

typedef struct build {
  const char *variant, *arithmetic;
  kernel kernels[MOST_KERNELS];
  int count;
  void (*end)(char *memory); // before the memory is given back
  struct build *next;
} build;

// Every build in this program; each puts itself here when it is loaded.
extern build *builds;
