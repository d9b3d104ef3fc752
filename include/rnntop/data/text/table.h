/*
 * table: a text file as records of fields: CSV and its kin (csv.c) or JSON lines (jsonl.c).
 */
#ifndef RNNTOP_DATA_TEXT_TABLE_H
#define RNNTOP_DATA_TEXT_TABLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"
#include "rnntop/data/limits.h"

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
    bool unclosed;       /* CSV: a quote is opened and never closed */
    bool stray;          /* CSV: something follows a closing quote; it was added to the field */
    bool nul;            /* JSON lines: a U+0000 was read as a blank */
    enum rt_code broken; /* of rows that are left out: why it is no record */
    char reason[JSON_ERROR_TEXT_LENGTH]; /* and what jansson says of it, raw; or "" */
};

enum table_form { TABLE_CSV, TABLE_JSONL };

/* How jansson reads a line of JSON: programs that pack texts by the million leave a \u0000 in some.
 */
#define TABLE_JSON_FLAGS (JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL)

/* A file being read. Set form, text, length and, for CSV, delimiter and quoting; all else 0. */
struct table {
    enum table_form form;
    const char *text; /* UTF-8, lines ended by '\n', closed by a NUL */
    size_t length;
    char delimiter;
    bool quoting;

    size_t at, line; /* where the next record begins; line counts from 0 */
    char *scratch;   /* fields that had to be put together */
    size_t scratch_used;
    json_t *names;  /* JSONL: the first object, whose keys are the columns */
    json_t *object; /* JSONL: the one that was read last */
};

/* The next record, or false at the end; blank lines are none. RT_ERR_MEMORY alone fails. */
enum rt_status table_next(struct table *table, struct record *record, bool *there,
                          struct rt_error *error);
void table_rewind(struct table *table);
void table_close(struct table *table); /* the text stays the caller's */

/* The columns' names: of CSV its first record, of JSON lines the first object's keys. */
enum rt_status table_names(struct table *table, struct record *record, bool *there,
                           struct rt_error *error);

/* For table.c. Bytes of scratch memory, or NULL. */
char *table_scratch(struct table *table, size_t bytes);
enum rt_status csv_next(struct table *table, struct record *record, struct rt_error *error);
enum rt_status jsonl_next(struct table *table, struct record *record, struct rt_error *error);
enum rt_status jsonl_names(struct table *table, struct record *record, struct rt_error *error);

/* Finds out how a text is divided: JSON lines by a first line that is a JSON object; else the
 * delimiter of tab, comma and semicolon that gives the most records the same number of fields, and
 * whether quotes are quotes: a tab-separated file may hold them as they are. False if it is no
 * table. */
bool table_recognise(struct table *table, const char *text, size_t length);

#endif
