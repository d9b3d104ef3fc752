/*
 * hints: the lowest row: keys, each with what it does now.
 *
 * A view lists them, the most useful first; those that find no room are left out from the right,
 * but for the last ones, which may be kept.
 */
#ifndef RNNTOP_UI_BOTTOM_HINTS_H
#define RNNTOP_UI_BOTTOM_HINTS_H

#include "rnntop/chart/canvas.h"
#include "rnntop/ui/keys.h"
#include "rnntop/ui/strings.h"

#define HINTS_MAX       24
#define HINTS_MADE      4  /* texts that are made for the list */
#define HINTS_MADE_SIZE 64 /* of such a text, in bytes; longer ones are cut */

struct hint {
    char key[16];
    const char *text;
};

struct hints {
    size_t count, kept; /* the last `kept` of them always stay */
    struct hint at[HINTS_MAX];
    size_t made;
    char text[HINTS_MADE][HINTS_MADE_SIZE];
};

/* Appends a key by its name as printed. */
void hints_add(struct hints *hints, const char *key, enum string_id text);
/* Appends the key of an action: the first of its names in the table of keys. */
void hints_add_action(struct hints *hints, enum action action, enum string_id text);
/* The same with a text of its own, which is copied. */
void hints_add_made(struct hints *hints, enum action action, const char *text);

/* Draws into [column, end) of the row; returns the column where another hint could begin. */
int hints_draw(const struct hints *hints, struct canvas *canvas, int column, int end, int row);

#endif
