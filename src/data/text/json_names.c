#include "config.h"

#include "rnntop/data/text/json_names.h"

#include <stdlib.h>

#define NAMES_BYTES ((size_t)4 << 20) /* of the text, at most */

static bool add_keys(json_t *names, json_t *object)
{
    const char *key;
    json_t *ignored;
    json_object_foreach(object, key, ignored)
    {
        (void)ignored;
        if (json_object_size(names) > DATA_COLUMNS_MAX)
            break;
        if (!json_object_get(names, key) && json_object_set_new(names, key, json_null()) != 0)
            return false;
    }
    return true;
}

bool json_names_gather(struct table *table)
{
    struct record *record = calloc(1, sizeof *record);
    bool there = true, whole = record;
    json_decref(table->names);
    table->names = json_object();
    json_t *names = json_object();
    table_rewind(table);
    for (size_t i = 0; whole && names && i < JSON_NAMES_FROM && table->at < NAMES_BYTES; i++) {
        whole = table_next(table, record, &there, NULL) == RT_OK;
        if (!whole || !there)
            break;
        if (record->broken == ERR_NONE)
            whole = add_keys(names, table->object);
    }
    json_decref(table->names);
    table->names = names;
    table->no_memory = !whole || !names;
    free(record);
    return !table->no_memory && json_object_size(names) > 0;
}
