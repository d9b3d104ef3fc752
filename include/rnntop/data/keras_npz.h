/*
 * keras_npz: IMDB as keras.datasets.imdb.load_data reads it from imdb.npz: four members, rows as
 * lists of word ranks, shuffled with seed 113.
 */
#ifndef RNNTOP_DATA_KERAS_NPZ_H
#define RNNTOP_DATA_KERAS_NPZ_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/data/npz.h"
#include "rnntop/spec/run_spec.h"

/* A half of the data, in load_data's order. */
struct keras_half {
    int32_t *x; /* [rows, maxlen] */
    float *y;   /* [rows] */
    size_t rows;
};

struct keras_npz {
    struct keras_half train, test;
    int32_t *first; /* [first_length], the first training row's ids before padding */
    size_t first_length;
    int32_t rank_max; /* the largest word rank of both halves */
};

/* Adds the members' sizes to *bytes, for progress. */
enum rt_status keras_npz_size(struct npz *npz, uint64_t *bytes, struct rt_error *error);

/* Reads and pads all. num_words >= 3 and maxlen >= 1. What *data holds afterwards, complete or not,
 * the caller frees with keras_npz_free(). The error's text names member and place, not the file. */
enum rt_status keras_npz_read(struct npz *npz, const struct data_spec *spec, struct keras_npz *data,
                              struct rt_error *error);
void keras_npz_free(struct keras_npz *data);

#endif
