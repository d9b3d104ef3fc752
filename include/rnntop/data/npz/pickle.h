/*
 * pickle: rows of whole numbers out of the pickle in which NumPy keeps an array of Python lists.
 *
 * A pickle is a program, and running a stranger's is what makes pickles dangerous. Nothing is run
 * or constructed here: the bytes are compared with the one shape of program that NumPy writes for a
 * one-dimensional object array of lists of ints (protocols 2 to 5), its opcodes and its three
 * globals (_reconstruct, ndarray, dtype) by name. Anything else is refused.
 * Source: CPython's Lib/pickletools.py for the opcodes.
 */
#ifndef RNNTOP_DATA_NPZ_PICKLE_H
#define RNNTOP_DATA_NPZ_PICKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/data/reader.h"

/* Gets each row, in the file's order; the numbers are lent for the call. 0 <= number <=
 * DATA_ID_MAX, count <= DATA_ROW_IDS_MAX. Where it returns false, no more are read. */
typedef bool (*pickle_row)(void *context, size_t row, const int32_t *numbers, size_t count);

/* Reads from the reader's place to the pickle's end, which must be the stream's. rows is the
 * array's length after its npy header: exactly as many lists must come. RT_INTERRUPTED, and no
 * error, where take wanted no more. */
enum rt_status pickle_read_rows(struct reader *reader, size_t rows, pickle_row take, void *context,
                                struct rt_error *error);

#endif
