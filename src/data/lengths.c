#include "config.h"

#include "rnntop/data/lengths.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* The least length that so many percent of the texts do not exceed: "nearest rank". */
static uint32_t percentile(const uint32_t *sorted, size_t texts, size_t percent)
{
    size_t rank = (texts * percent + 99) / 100;
    return sorted[rank > 0 ? rank - 1 : 0];
}

void data_lengths_measure(uint32_t *words, size_t texts, struct data_lengths *lengths)
{
    *lengths = (struct data_lengths){0};
    if (texts == 0)
        return;
    qsort(words, texts, sizeof *words, compare);
    lengths->shortest = words[0];
    lengths->median = percentile(words, texts, 50);
    lengths->most = percentile(words, texts, 95);
    lengths->longest = words[texts - 1];
}

size_t data_lengths_maxlen(const struct data_lengths *lengths)
{
    size_t tokens = (size_t)lengths->most + 1; /* with the start mark */
    return tokens < DATA_LENGTHS_CAP ? tokens : DATA_LENGTHS_CAP;
}
