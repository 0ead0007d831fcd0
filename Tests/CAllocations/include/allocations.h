#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stdint.h>

/// Allocations of this process since it began, on all threads; a reallocation counts as one.
uint64_t allocations_count(void);

/// The bytes that they asked for.
uint64_t allocations_byte_count(void);

#endif
