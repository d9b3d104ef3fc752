/*
 * keys: the one table of keys. Help, hint line and the man page's list come from it or are tested
 * against it.
 */
#ifndef RNNTOP_UI_KEYS_H
#define RNNTOP_UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/ui/strings.h"

/* What a key does; dispatch.c carries it out. */
enum action {
    ACTION_NONE,
    ACTION_PAUSE,
    ACTION_ONE_BATCH,
    ACTION_ONE_EPOCH,
    ACTION_RATE_DOWN,
    ACTION_RATE_UP,
    ACTION_SAVE,
    ACTION_AGAIN,
    ACTION_NEW,       /* the new-run form */
    ACTION_TAKE_BACK, /* a run that waits */
    ACTION_QUIT,
    ACTION_SAVE_AND_LEAVE, /* Ctrl-C */
    ACTION_CURVES,
    ACTION_SCORE,
    ACTION_TURN, /* to the next part of the score */
    ACTION_OPEN, /* Enter: what is chosen, or stands as one row */
    ACTION_DIAGNOSIS,
    ACTION_MESSAGES,
    ACTION_HELP,
    ACTION_NEXT_RUN,
    ACTION_PREVIOUS_RUN,
    ACTION_SORT, /* the table's rows */
    ACTION_MARK,
    ACTION_OTHERS,
    ACTION_LEFT,
    ACTION_RIGHT,
    ACTION_PAGE_LEFT,
    ACTION_PAGE_RIGHT,
    ACTION_HOME,
    ACTION_END,
    ACTION_UP,
    ACTION_DOWN,
    ACTION_CURSOR,
    ACTION_CURSOR_OFF, /* Esc: also back from help and messages */
    ACTION_ZOOM_IN,
    ACTION_ZOOM_OUT,
    ACTION_ZOOM_WHOLE,
    ACTION_AXIS,
    ACTION_LOG,
    ACTION_SMOOTH,
    ACTION_GLYPHS,
    ACTION_LOOK,
    ACTION_HOLD,
    ACTION_REDRAW,
    ACTION_RESIZE,
    ACTION_COUNT
};

/* Where the help has them. Keys of KEY_VIEWS, which show a view, are among the screens, several in
 * a row. */
enum key_group { KEY_TRAINING, KEY_VIEWS, KEY_SCREENS, KEY_PICTURE, KEY_HIDDEN };

/* A row of the help: its keys, their name as printed, what they do. */
struct key_binding {
    enum action action;
    enum key_group group;
    int key[3];       /* code points or enum terminal_key; 0: none */
    const char *name; /* "Space  p" */
    const char *name_ascii;
    enum string_id help; /* "pause, go on" */
    bool picture;        /* a key of the curves: pressed on another view, it shows them first */
};

const struct key_binding *keys_table(size_t *count);

/* The first row of an action, which must have one. */
const struct key_binding *keys_of(enum action action);

/* The action of a key; ACTION_NONE where it has none. */
enum action keys_action(int key);

#endif
