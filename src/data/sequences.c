#include "config.h"

#include "rnntop/data/sequences.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 4096

bool sequences_begin(struct sequences *sequences, size_t rows, size_t most)
{
    memset(sequences, 0, sizeof *sequences);
    if (most == 0)
        return true;
    sequences->begin = calloc(rows + 1, sizeof *sequences->begin);
    sequences->count = calloc(rows + 1, sizeof *sequences->count);
    sequences->rows = rows;
    sequences->most = most;
    return sequences->begin && sequences->count;
}

static bool grow(struct sequences *sequences, size_t count)
{
    if (sequences->words && sequences->used + count <= sequences->room)
        return true;
    size_t room = (sequences->used + count) / 2 * 3 + FIRST_ROOM;
    int32_t *grown = realloc(sequences->words, room * sizeof *grown);
    if (!grown)
        return false;
    sequences->words = grown;
    sequences->room = room;
    return true;
}

bool sequences_keep(struct sequences *sequences, size_t row, const int32_t *words, size_t count)
{
    if (sequences->rows == 0)
        return true;
    if (count > sequences->most - sequences->used) {
        sequences_free(sequences);
        return true;
    }
    if (!grow(sequences, count))
        return false;
    sequences->begin[row] = sequences->used;
    sequences->count[row] = (uint32_t)count;
    if (words && count > 0)
        memcpy(sequences->words + sequences->used, words, count * sizeof *words);
    sequences->used += count;
    return true;
}

void sequences_free(struct sequences *sequences)
{
    free(sequences->words);
    free(sequences->begin);
    free(sequences->count);
    memset(sequences, 0, sizeof *sequences);
}
