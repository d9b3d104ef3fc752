#include "config.h"

#include "rnntop/base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool memory_product(size_t a, size_t b, size_t *product)
{
    size_t result;
    if (__builtin_mul_overflow(a, b, &result))
        return false;
    *product = result;
    return true;
}

bool memory_sum(size_t a, size_t b, size_t *sum)
{
    size_t result;
    if (__builtin_add_overflow(a, b, &result))
        return false;
    *sum = result;
    return true;
}

/* Each allocation is a block of its own: models make a few dozen, and AddressSanitizer then guards
 * the borders between them. */
struct block {
    struct block *next;
};

struct arena {
    struct block *blocks;
    size_t bytes;
};

enum rt_status arena_create(struct arena **arena, struct rt_error *error)
{
    *arena = calloc(1, sizeof **arena);
    if (!*arena)
        return rt_fail(error, ERR_NO_MEMORY);
    return RT_OK;
}

void arena_destroy(struct arena *arena)
{
    if (!arena)
        return;
    for (struct block *block = arena->blocks; block;) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    size_t bytes, whole;
    if (!memory_product(count, size, &bytes) || !memory_sum(bytes, 2 * MEMORY_ALIGNMENT, &whole))
        return NULL;
    /* The link to the next block takes the first aligned unit; aligned_alloc wants whole units. */
    whole -= whole % MEMORY_ALIGNMENT;
    struct block *block = aligned_alloc(MEMORY_ALIGNMENT, whole);
    if (!block)
        return NULL;
    memset(block, 0, whole);
    block->next = arena->blocks;
    arena->blocks = block;
    arena->bytes += bytes;
    return (char *)block + MEMORY_ALIGNMENT;
}

size_t arena_bytes(const struct arena *arena)
{
    return arena->bytes;
}
