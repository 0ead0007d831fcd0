// The allocator of the program that this is linked into: glibc's own, counted. The definitions of a program come before
// those of every library, so that the Swift runtime's allocations are counted too, without LD_PRELOAD. glibc documents
// that its allocator may be replaced in this way ("Replacing malloc" in its manual).

#include "allocations.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

static _Atomic uint64_t count;
static _Atomic uint64_t byte_count;

static void note(size_t size) {
  atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&byte_count, size, memory_order_relaxed);
}

uint64_t allocations_count(void) { return atomic_load_explicit(&count, memory_order_relaxed); }

uint64_t allocations_byte_count(void) { return atomic_load_explicit(&byte_count, memory_order_relaxed); }

// Names under which glibc exports its own. `free` stays what it is.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *pointer, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  note(size);
  return __libc_malloc(size);
}

void *calloc(size_t element_count, size_t size) {
  note(element_count * size);
  return __libc_calloc(element_count, size);
}

void *realloc(void *pointer, size_t size) {
  note(size);
  return __libc_realloc(pointer, size);
}

void *memalign(size_t alignment, size_t size) {
  note(size);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note(size);
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **pointer, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  note(size);
  void *allocated = __libc_memalign(alignment, size);
  if (allocated == NULL) return ENOMEM;
  *pointer = allocated;
  return 0;
}
