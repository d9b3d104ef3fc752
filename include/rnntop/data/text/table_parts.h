/*
 * table_parts: the forms of tables, a row a form; each form's reader is a source of its own.
 * Private to table.c, recognise.c and the readers.
 */
#ifndef RNNTOP_DATA_TEXT_TABLE_PARTS_H
#define RNNTOP_DATA_TEXT_TABLE_PARTS_H

#include "rnntop/data/text/table.h"

struct table_form {
    /* As table_open(); NULL: any text may be one. */
    bool (*open)(struct table *table);
    /* As table_next(), with record cleared; blank lines have been stepped over. */
    enum rt_status (*next)(struct table *table, struct record *record, bool *there,
                           struct rt_error *error);
    void (*rewind)(struct table *table); /* NULL: table->at says all */
    bool names;                          /* table->names holds them */
};

extern const struct table_form table_delimited, table_json_lines, table_json_list,
    table_json_columns, table_fasttext;

/* Bytes of scratch memory, or NULL. */
char *table_scratch(struct table *table, size_t bytes);
void json_columns_free(struct json_columns *columns);

#endif
