/*
 * npy: the header of NumPy's array files, versions 1 to 3.
 *
 * Source: NumPy Enhancement Proposal 1 and numpy/lib/_format_impl.py. The header is the text of a
 * Python dictionary; it is parsed as just that, keys in any order, and nothing is evaluated.
 */
#ifndef RNNTOP_DATA_NPZ_NPY_H
#define RNNTOP_DATA_NPZ_NPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/data/reader.h"

#define NPY_RANK_MAX   8
#define NPY_DESCR_SIZE 16

struct npy_header {
    char descr[NPY_DESCR_SIZE]; /* "<i8", "|O" */
    bool fortran_order;
    size_t rank;
    uint64_t shape[NPY_RANK_MAX]; /* each below 2^63, as in NumPy */
};

/* Takes the header from the reader and leaves it at the array's first byte. Any padding is allowed:
 * files begin their data at multiples of 64 bytes, older ones of 16. */
enum rt_status npy_read_header(struct reader *reader, struct npy_header *header,
                               struct rt_error *error);

/* The array's shape as Python writes it, "(25000,)". */
#define NPY_SHAPE_TEXT 192
void npy_shape_text(const struct npy_header *header, char text[NPY_SHAPE_TEXT]);

/* A kind of whole number, from a descr such as "<i8", ">u2", "|u1", "|b1". */
struct npy_integer {
    size_t bytes; /* 1, 2, 4 or 8 */
    bool is_signed;
    bool big_endian;
};

/* False if descr is no whole number. */
bool npy_integer_kind(const char *descr, struct npy_integer *kind);

/* One number, from its bytes; what a u8 holds above 2^63 - 1 comes out negative. */
int64_t npy_integer_value(const struct npy_integer *kind, const uint8_t *bytes);

#endif
