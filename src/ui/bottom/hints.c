#include "config.h"

#include "rnntop/ui/bottom/hints.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"

#define ROOMY 79 /* columns from which on hints stand further apart */

static void append(struct hints *hints, const char *key, size_t length, const char *text)
{
    assert(hints->count < HINTS_MAX && length < sizeof hints->at[0].key);
    struct hint *hint = &hints->at[hints->count++];
    memcpy(hint->key, key, length);
    hint->key[length] = '\0';
    hint->text = text;
}

void hints_add(struct hints *hints, const char *key, enum string_id text)
{
    append(hints, key, strlen(key), string_get(text));
}

void hints_add_action(struct hints *hints, enum action action, enum string_id text)
{
    const char *name = keys_of(action)->name;
    append(hints, name, strcspn(name, " "), string_get(text));
}

void hints_add_made(struct hints *hints, enum action action, const char *text)
{
    const char *name = keys_of(action)->name;
    assert(hints->made < HINTS_MADE);
    char *copy = hints->text[hints->made++];
    snprintf(copy, HINTS_MADE_SIZE, "%s", text);
    append(hints, name, strcspn(name, " "), copy);
}

static int hint_columns(const struct hint *hint)
{
    return (int)utf8_text_columns(hint->key) + 1 + (int)utf8_text_columns(hint->text);
}

int hints_draw(const struct hints *hints, struct canvas *canvas, int column, int end, int row)
{
    int gap = end >= ROOMY ? 3 : 2, reserve = 0;
    size_t free = hints->count - hints->kept;
    for (size_t i = free; i < hints->count; i++)
        reserve += hint_columns(&hints->at[i]) + gap;
    bool full = false;
    for (size_t i = 0; i < hints->count; i++) {
        const struct hint *one = &hints->at[i];
        int width = hint_columns(one);
        full = full || (i < free && column + width + reserve > end);
        if ((full && i < free) || column + width > end)
            continue;
        column = canvas_text(canvas, column, row, one->key, ROLE_STRONG) + 1;
        column = canvas_text(canvas, column, row, one->text, ROLE_DIM) + gap;
    }
    return column;
}
