#include "config.h"

#include "rnntop/data/text/column_values.h"

#include <stdlib.h>
#include <string.h>

struct field field_trimmed(struct field field)
{
    while (field.length > 0 && (*field.at == ' ' || *field.at == '\t' || *field.at == '\n')) {
        field.at++;
        field.length--;
    }
    while (field.length > 0 && strchr(" \t\n", field.at[field.length - 1]))
        field.length--;
    return field;
}

bool column_values_open(struct column_values *values)
{
    memset(values, 0, sizeof *values);
    values->value = word_table_create();
    return values->value;
}

void column_values_close(struct column_values *values)
{
    word_table_free(values->value);
    free(values->times);
    memset(values, 0, sizeof *values);
}

bool column_values_add(struct column_values *values, struct field field)
{
    field = field_trimmed(field);
    values->rows += field.length > 0;
    values->long_ones += field.length > COLUMN_VALUE_BYTES;
    if (field.length == 0 || field.length > COLUMN_VALUE_BYTES)
        return true;
    uint32_t hash = word_hash(field.at, field.length);
    uint32_t place = word_table_words(values->value) > DATA_CLASSES_MAX
                         ? word_table_find(values->value, field.at, field.length, hash)
                         : word_table_add(values->value, field.at, field.length, hash);
    if (place == WORD_TABLE_NONE)
        return word_table_words(values->value) > DATA_CLASSES_MAX;
    if (place >= values->room) {
        size_t room = 2 * (size_t)place + 64;
        uint32_t *grown = realloc(values->times, room * sizeof *grown);
        if (!grown)
            return false;
        memset(grown + values->room, 0, (room - values->room) * sizeof *grown);
        values->times = grown;
        values->room = room;
    }
    values->times[place]++;
    return true;
}

size_t column_values_count(const struct column_values *values)
{
    return word_table_words(values->value);
}

size_t column_values_times(const struct column_values *values, struct field field)
{
    field = field_trimmed(field);
    uint32_t place =
        word_table_find(values->value, field.at, field.length, word_hash(field.at, field.length));
    return place == WORD_TABLE_NONE ? 0 : values->times[place];
}

size_t column_values_repeated(const struct column_values *values)
{
    size_t rows = 0;
    for (size_t i = 0; i < column_values_count(values); i++)
        rows += values->times[i] > 1 ? values->times[i] : 0;
    return rows;
}
