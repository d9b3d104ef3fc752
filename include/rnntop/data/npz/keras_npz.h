/*
 * keras_npz: IMDB as keras.datasets.imdb.load_data reads it from imdb.npz: four members, rows as
 * lists of word ranks, shuffled with seed 113.
 *
 * The members are x_train, y_train, x_test and y_test, or arr_0 to arr_3 in this order, as
 * numpy.savez(file, x_train, y_train, x_test, y_test) calls them. An x that is a matrix of whole
 * numbers instead holds ids as pad_sequences() leaves them, start mark and all: it has been
 * shuffled, so its order stays. So have lists that all begin with the start mark: they are what
 * load_data() returned, saved again, and hold ids too. Labels are 0 to K - 1.
 */
#ifndef RNNTOP_DATA_NPZ_KERAS_NPZ_H
#define RNNTOP_DATA_NPZ_KERAS_NPZ_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/data/halves.h"
#include "rnntop/data/npz/npz.h"
#include "rnntop/spec/run_spec.h"

/* Adds the members' sizes to *bytes, for progress. */
enum rt_status keras_npz_size(struct npz *npz, uint64_t *bytes, struct rt_error *error);

/* Reads and pads all. num_words >= 3 and maxlen >= 1. What *halves holds afterwards, complete or
 * not, the caller frees; rows stand in load_data's order. The error names member and place,
 * not the file. */
enum rt_status keras_npz_read(struct npz *npz, const struct data_spec *spec,
                              struct data_halves *halves, struct rt_error *error);

#endif
