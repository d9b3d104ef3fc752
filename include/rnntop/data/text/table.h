/*
 * table: a text file as records of fields, whatever form it has: CSV and its kin, JSON in several
 * shapes, fastText's lines.
 */
#ifndef RNNTOP_DATA_TEXT_TABLE_H
#define RNNTOP_DATA_TEXT_TABLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/data/limits.h"
#include "rnntop/spec/text_reading.h"
#include "rnntop/spec/text_spec.h"

struct field {
    const char *at; /* UTF-8, not closed by a NUL */
    size_t length;
};

/* Lent until the next one is read. */
struct record {
    size_t line;   /* in which it begins, from 1 */
    size_t fields; /* at most DATA_COLUMNS_MAX are kept; `more` were there */
    struct field field[DATA_COLUMNS_MAX];
    bool more;
    size_t quoted;    /* delimited: fields that stand in quotes, as they should */
    bool unclosed;    /* a quote is opened and never closed; of JSON a brace */
    bool stray;       /* delimited: something follows a closing quote; it was added to the field */
    bool replaced;    /* U+FFFD stands for what is no character */
    bool nul;         /* JSON: a U+0000 was read as a blank */
    bool many_labels; /* fastText: of its labels the first is kept */
    enum rt_code broken;                 /* of rows that are left out: why it is no record */
    char reason[JSON_ERROR_TEXT_LENGTH]; /* and what jansson says of it, raw; or "" */
};

/* How a delimited text is divided. */
struct dialect {
    char separator[READING_SEPARATOR_SIZE];
    size_t length;  /* of the separator, 1 or more */
    bool quoting;   /* quotes go round fields */
    bool backslash; /* and a backslash stands before what is only a character */
};

struct json_columns; /* json_columns.c: where each column has got to */

/* A file being read. Set form, text, length and dialect, all else 0; then table_open(). */
struct table {
    enum text_form form;
    const char *text; /* UTF-8, lines ended by '\n', closed by a NUL */
    size_t length;
    struct dialect dialect;

    size_t begin, begin_line; /* where the records begin */
    bool separator_line;      /* behind Excel's line "sep=;" */
    size_t at, line;          /* where the next record begins; line counts from 0 */
    char *scratch;            /* fields that had to be put together */
    size_t scratch_used;
    json_t *names;  /* JSON: an object whose keys are the columns */
    json_t *object; /* JSON: what was read last */
    struct json_columns *columns;
    bool no_memory; /* table_open() had none */
};

/* Looks whether the text begins as its form does, and where the records begin; false if not, or
 * without memory. */
bool table_open(struct table *table);
/* The next record, or false at the end; blank lines are none. RT_ERR_MEMORY alone fails. */
enum rt_status table_next(struct table *table, struct record *record, bool *there,
                          struct rt_error *error);
void table_rewind(struct table *table);
void table_close(struct table *table); /* the text stays the caller's */

/* Its columns have names that are no record, as JSON's keys. */
bool table_has_names(const struct table *table);
/* The columns' names: JSON's keys, or else the first record. Rewinds. */
enum rt_status table_names(struct table *table, struct record *record, bool *there,
                           struct rt_error *error);

/* Joins the fields [first, first + count) of a record with the separators that stood between them.
 * False without memory. */
bool table_join(struct table *table, const struct record *record, size_t first, size_t count,
                struct field *joined);

#endif
