/*
 * columns: which columns of a table hold the text and which one the label.
 *
 * Where nobody says: the label's is the one that is called so (column_words.h), or else the one
 * with the fewest different values, at least two and none longer than 64 bytes. Text is what is
 * called so, with its title; or else what mostly holds letters and three words a row or more and
 * does not come again and again; or else the longest. The first row names the columns if what it
 * has for a label is no other row's label.
 *
 * A table whose rows differ in their number of fields has texts with separators in them. How many
 * columns it has is then what its header has, if that explains the rows; the longest text takes
 * what a row has too many.
 */
#ifndef RNNTOP_DATA_TEXT_COLUMNS_H
#define RNNTOP_DATA_TEXT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"
#include "rnntop/data/text/column_values.h"
#include "rnntop/data/text/table.h"
#include "rnntop/spec/text_reading.h"
#include "rnntop/spec/text_spec.h"

#define COLUMNS_TEXT_MAX 16
#define COLUMNS_NONE     SIZE_MAX

/* What stands in a column, for telling of it. */
struct column_sum {
    bool may_label;
    size_t values;
    size_t bytes; /* of a value, on average */
};

struct columns {
    size_t count; /* fields of a whole record */
    bool header;  /* the first record names them */
    size_t label;
    bool by_name; /* what it is called says that it is the label */
    size_t texts, text[COLUMNS_TEXT_MAX];
    size_t wide;            /* the column that takes what a record has too many, or COLUMNS_NONE */
    char **name;            /* [count], of a header or of JSON's keys; else NULL */
    struct column_sum *sum; /* [count]; NULL of a test set */
    struct column_values labels;       /* of the training rows */
    const struct column_values *known; /* those, or NULL while they are looked for */
};

/* Reads the whole table, and leaves it rewound. The error has no path. What
 * *columns holds afterwards, complete or not, the caller frees. */
enum rt_status columns_find(struct table *table, const struct text_spec *spec,
                            struct columns *columns, struct rt_error *error);
/* The same columns in another file of the same form: by their names where they have any. Lives no
 * longer than `train`. */
enum rt_status columns_match(struct table *table, const struct columns *train,
                             struct columns *columns, struct rt_error *error);
void columns_free(struct columns *columns);

/* How a record fits. Behind FIT_WIDE and FIT_SHORT it has been made to: the wide column has taken
 * what was too many, empty fields stand for what was missing. Empty fields at the end never count.
 */
enum columns_fit { FIT_EXACT, FIT_WIDE, FIT_SHORT, FIT_NOT, FIT_NO_MEMORY };
enum columns_fit columns_fit(const struct columns *columns, struct table *table,
                             struct record *record);

/* Into the facts of the reading. */
void columns_tell(const struct columns *columns, struct text_reading *reading);

/* For column_search.c. */
enum rt_status columns_take_names(struct columns *columns, const struct record *record,
                                  struct rt_error *error);
void columns_drop_names(struct columns *columns);
/* --label-column and --text-column. label = count and texts = 0 where they do not say; *by_name:
 * the first record must be names for them. */
enum rt_status columns_take_asked(struct columns *columns, const struct text_spec *spec,
                                  bool *by_name, struct rt_error *error);

#endif
