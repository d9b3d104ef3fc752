#include "config.h"

#include "rnntop/data/row_facts.h"

#include "rnntop/data/text/vocabulary.h"

struct counts {
    size_t padding, unknown, known;
};

static struct counts count_row(const int32_t *row, size_t maxlen)
{
    struct counts counts = {0};
    for (size_t i = 0; i < maxlen; i++) {
        counts.padding += row[i] == VOCABULARY_PAD;
        counts.unknown += row[i] == VOCABULARY_UNKNOWN;
        counts.known += row[i] > VOCABULARY_INDEX_FROM;
    }
    return counts;
}

static double share(size_t part, size_t whole)
{
    return whole > 0 ? (double)part / (double)whole : 0;
}

struct row_facts row_facts_count(const int32_t *x, size_t rows, size_t maxlen)
{
    struct counts all = {0};
    size_t full = 0, blank = 0;
    for (size_t row = 0; row < rows; row++) {
        struct counts counts = count_row(x + row * maxlen, maxlen);
        all.padding += counts.padding;
        all.unknown += counts.unknown;
        all.known += counts.known;
        full += counts.padding == 0;
        blank += counts.known == 0;
    }
    return (struct row_facts){.padding = share(all.padding, rows * maxlen),
                              .unknown = share(all.unknown, all.unknown + all.known),
                              .full = share(full, rows),
                              .blank = share(blank, rows)};
}
