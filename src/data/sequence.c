#include "config.h"

#include "rnntop/data/sequence.h"

#include <string.h>

#include "rnntop/data/text/vocabulary.h"

void sequence_encode(size_t num_words, const int32_t *ranks, size_t from, size_t count,
                     int32_t *out)
{
    size_t i = 0;
    if (from == 0 && count > 0)
        out[i++] = VOCABULARY_START;
    for (; i < count; i++) {
        int32_t id = ranks[from + i - 1] + VOCABULARY_INDEX_FROM;
        out[i] = (size_t)id < num_words ? id : VOCABULARY_UNKNOWN;
    }
}

void sequence_pad(const struct data_spec *spec, const int32_t *ranks, size_t n, int32_t *row)
{
    size_t length = n + 1;
    size_t kept = length < spec->maxlen ? length : spec->maxlen;
    size_t padding = spec->maxlen - kept;
    size_t from = spec->truncating == SIDE_PRE ? length - kept : 0;
    size_t to = spec->padding == SIDE_PRE ? padding : 0;
    memset(row + (to ? 0 : kept), 0, padding * sizeof *row);
    sequence_encode(spec->num_words, ranks, from, kept, row + to);
}

size_t sequence_repad(const struct data_spec *spec, int32_t *ids, size_t n, size_t *first,
                      int32_t *row)
{
    size_t begin = 0;
    while (n > 0 && ids[n - 1] == VOCABULARY_PAD)
        n--;
    while (begin < n && ids[begin] == VOCABULARY_PAD)
        begin++;
    size_t length = n - begin;
    size_t kept = length < spec->maxlen ? length : spec->maxlen;
    size_t padding = spec->maxlen - kept;
    size_t from = begin + (spec->truncating == SIDE_PRE ? length - kept : 0);
    size_t to = spec->padding == SIDE_PRE ? padding : 0;
    for (size_t i = begin; i < n; i++)
        ids[i] = (size_t)ids[i] < spec->num_words ? ids[i] : VOCABULARY_UNKNOWN;
    memset(row + (to ? 0 : kept), 0, padding * sizeof *row);
    memcpy(row + to, ids + from, kept * sizeof *row);
    *first = begin;
    return length;
}
