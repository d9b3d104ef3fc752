/*
 * data_support: data files made on the spot for the data layer's tests: arrays, pickles of lists in
 * every protocol, archives, and wrong ones of each. Running out of memory or disk ends the test.
 */
#ifndef TESTS_DATA_SUPPORT_H
#define TESTS_DATA_SUPPORT_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/data/reader.h"

/* A growing block of bytes. */
struct bytes {
    uint8_t *at;
    size_t size, room;
};

void bytes_put(struct bytes *bytes, const void *data, size_t size);
void bytes_text(struct bytes *bytes, const char *text);
void bytes_byte(struct bytes *bytes, unsigned value);
void bytes_number(struct bytes *bytes, uint64_t value, size_t size); /* little-endian */
void bytes_free(struct bytes *bytes);

/* Rows of word ranks. */
struct raw_rows {
    size_t rows;
    size_t *count;
    int32_t **row;
};

/* Rows of 0 to longest ranks, each 1 to rank_max and of every size of integer. Same seed, same
 * rows. */
void raw_rows_make(struct raw_rows *raw, size_t rows, size_t longest, int32_t rank_max,
                   uint32_t seed);
void raw_rows_free(struct raw_rows *raw);

/* The pickle of an object array of these rows, byte for byte as NumPy writes it: protocol 2 as
 * Python 2 did, 3 to 5 as Python 3 does (one frame in all, and no binary ints beyond 31 bits). */
void put_pickle(struct bytes *bytes, int protocol, const struct raw_rows *raw);
/* The same up to the rows: what follows is the caller's, from the list of rows on. */
void put_pickle_head(struct bytes *bytes, int protocol, size_t rows);

/* An npy 1.0 header for a shape as Python writes it, "(5,)", its end a multiple of `align`. */
void put_npy_header(struct bytes *bytes, const char *descr, const char *shape, size_t align);
/* A whole array of lists; a whole array of <i8 labels. */
void put_npy_rows(struct bytes *bytes, int protocol, const struct raw_rows *raw);
void put_npy_labels(struct bytes *bytes, const int64_t *labels, size_t rows);

/* A reader of a block of memory, which gives at most `portion` bytes at once. */
struct memory_source {
    const uint8_t *at;
    size_t size, portion;
};
void memory_reader(struct reader *reader, struct memory_source *source, const void *bytes,
                   size_t size, size_t portion);

/* A new folder in $TMPDIR, and its removal with all that is directly in it. */
char *folder_make(void);
void folder_remove(char *folder);

/* folder/name, in memory that the caller frees. */
char *path_in(const char *folder, const char *name);
void file_write(const char *path, const void *bytes, size_t size);
void file_read(const char *path, struct bytes *bytes);

/* An archive's member. */
struct member {
    const char *name; /* "x_train.npy"; NULL is left out */
    struct bytes bytes;
    int stored; /* not deflated */
};

/* Keras's four, in this order. */
enum { X_TRAIN, Y_TRAIN, X_TEST, Y_TEST, MEMBERS };

/* Four good members of `rows` and `rows + 1` rows; the raw rows are the caller's. */
void members_make(struct member member[MEMBERS], int protocol, size_t rows, struct raw_rows *train,
                  struct raw_rows *test);
void members_free(struct member member[MEMBERS]);
void npz_write(const char *path, const struct member *member, size_t members);

/* A new folder with one archive of four good members in it; a test may spoil any of them. */
struct imdb_place {
    char *folder, *path;
    struct member member[MEMBERS];
    struct raw_rows train, test;
};

/* The archive is called `name`; rows as members_make takes them. */
struct imdb_place *imdb_place_make(const char *name, size_t rows);
void imdb_place_free(struct imdb_place *place);

/* Overwrites `size` bytes of a member's local header, `offset` bytes from its beginning, and the
 * same field of its directory entry, or of the directory entry alone. */
enum { ZIP_FIELD_FLAGS = 6, ZIP_FIELD_METHOD = 8, ZIP_FIELD_CRC = 14, ZIP_FIELD_SIZE = 22 };
void npz_patch(const char *path, const char *name, size_t offset, uint32_t value, size_t size,
               int directory_only);

#endif
