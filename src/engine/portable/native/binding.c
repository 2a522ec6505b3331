// The Node-API binding: { variant: { arithmetic: class } } of the builds in this program that this processor can run. An
// object of a class is one instance of the kernels, with `memory.buffer` as WebAssembly has it.
#include "build.h"
#include "memory.h"
#include <node_api.h>
#include <stdlib.h>
#include <string.h>

build *builds;

typedef struct {
  build *build;
  char *memory;
  int users;         // the object, and every buffer
  napi_ref buffer;   // the latest,
  uint64_t seen;     // of so many bytes
} instance;

static void leave(instance *self) {
  if (--self->users > 0) return;
  self->build->end(self->memory);
  freeMemory(self->memory);
  free(self);
}

static void bufferGone(napi_env env, void *memory, void *self) { (void)env, (void)memory, leave(self); }

static void instanceGone(napi_env env, void *self, void *hint) {
  (void)hint;
  instance *gone = self;
  if (gone->buffer) napi_delete_reference(env, gone->buffer);
  leave(gone);
}

static instance *instanceOf(napi_env env, napi_callback_info info, size_t *count, napi_value *given, void **data) {
  napi_value this;
  void *self = 0;
  if (napi_get_cb_info(env, info, count, given, &this, data) != napi_ok || napi_unwrap(env, this, &self) != napi_ok)
    napi_throw_type_error(env, 0, "this is no instance of the kernels");
  return self;
}

static napi_value construct(napi_env env, napi_callback_info info) {
  napi_value this;
  void *build;
  if (napi_get_cb_info(env, info, 0, 0, &this, &build) != napi_ok) return 0;
  char *memory = newMemory();
  instance *self = memory ? calloc(1, sizeof *self) : 0;
  if (!self) {
    napi_throw_range_error(env, 0, "there are no addresses for the kernels' memory");
    return 0;
  }
  self->build = build;
  self->memory = memory;
  self->users = 1;
  napi_wrap(env, this, self, instanceGone, 0, 0);
  return this;
}

// A kernel, called with numbers.
static napi_value callKernel(napi_env env, napi_callback_info info) {
  size_t count = MOST_PARAMETERS;
  napi_value values[MOST_PARAMETERS], result;
  void *data;
  instance *self = instanceOf(env, info, &count, values, &data);
  if (!self) return 0;
  double given[MOST_PARAMETERS] = {0};
  for (size_t k = 0; k < count && k < MOST_PARAMETERS; k++)
    if (napi_get_value_double(env, values[k], &given[k]) != napi_ok) {
      napi_throw_type_error(env, 0, "kernels take numbers");
      return 0;
    }
  const kernel *called = data;
  napi_create_double(env, called->call(self->memory, called->function, given), &result);
  return result;
}

static napi_value getMemory(napi_env env, napi_callback_info info) {
  napi_value this = 0;
  napi_get_cb_info(env, info, 0, 0, &this, 0);
  return this; // whose `buffer` is the memory's
}

// All of the memory that is there: made anew where it has grown.
static napi_value getBuffer(napi_env env, napi_callback_info info) {
  instance *self = instanceOf(env, info, 0, 0, 0);
  if (!self) return 0;
  const uint64_t there = ((header *)self->memory)->there;
  napi_value buffer = 0;
  if (self->buffer && self->seen == there) {
    napi_get_reference_value(env, self->buffer, &buffer);
    return buffer;
  }
  if (napi_create_external_arraybuffer(env, self->memory, there, bufferGone, self, &buffer) != napi_ok) {
    napi_throw_error(env, 0, "this Node does not let a buffer be the kernels' memory");
    return 0;
  }
  self->users++;
  if (self->buffer) napi_delete_reference(env, self->buffer);
  napi_create_reference(env, buffer, 1, &self->buffer);
  self->seen = there;
  return buffer;
}

static napi_value classOf(napi_env env, build *of) {
  napi_property_descriptor properties[MOST_KERNELS + 2] = {{.utf8name = "memory", .getter = getMemory},
                                                           {.utf8name = "buffer", .getter = getBuffer}};
  for (int k = 0; k < of->count; k++)
    properties[k + 2] =
        (napi_property_descriptor){.utf8name = of->kernels[k].name, .method = callKernel, .data = &of->kernels[k]};
  napi_value class = 0;
  napi_define_class(env, of->variant, NAPI_AUTO_LENGTH, construct, of, of->count + 2, properties, &class);
  return class;
}

// Whether processor and system have what the variant is compiled for.
static int runs(const char *variant) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const int v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  if (!strcmp(variant, "avx2")) return v3;
  if (!strcmp(variant, "avx512"))
    return v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd");
#endif
  (void)variant;
  return 1;
}

NAPI_MODULE_INIT() {
  for (build *each = builds; each; each = each->next) {
    if (!runs(each->variant)) continue;
    napi_value variant;
    bool there = false;
    napi_has_named_property(env, exports, each->variant, &there);
    if (there) napi_get_named_property(env, exports, each->variant, &variant);
    else napi_create_object(env, &variant);
    napi_set_named_property(env, exports, each->variant, variant);
    napi_set_named_property(env, variant, each->arithmetic, classOf(env, each));
  }
  return exports;
}
