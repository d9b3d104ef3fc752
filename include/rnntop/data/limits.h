/*
 * limits: how much rnntop reads from a data file before it calls the file wrong.
 *
 * Each is far above what real data needs (IMDB: 25,000 rows, ids to 88,584, 2,493 ids in a row,
 * 14 MB a member) and low enough that a hostile file can't take the machine's memory.
 */
#ifndef RNNTOP_DATA_LIMITS_H
#define RNNTOP_DATA_LIMITS_H

#include <stdint.h>

#define DATA_ID_MAX       200000                /* the largest raw id of a word */
#define DATA_ROW_IDS_MAX  1000000u              /* ids of one row */
#define DATA_ROWS_MAX     4000000u              /* rows of a split */
#define DATA_MATRIX_BYTES (UINT64_C(2) << 30)   /* a split's padded matrix */
#define DATA_MEMBER_BYTES (UINT64_C(1) << 30)   /* an npz member, unpacked */
#define DATA_WORDS_BYTES  (UINT64_C(128) << 20) /* a word index */
#define DATA_TEXT_BYTES   (UINT64_C(2) << 30)   /* all texts of a data set, as files */
#define DATA_CLASSES_MAX  1000u                 /* different labels */
#define DATA_COLUMNS_MAX  256u                  /* of a table of texts */
#define DATA_NPY_HEADER   10000u                /* bytes of an npy header: NumPy's own limit */

#endif
