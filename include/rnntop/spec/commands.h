/*
 * commands: the one table of what rnntop can be asked to do.
 *
 * A row is a word after "rnntop", its usage and a line of help. Command line, --help, the settings'
 * table and the tests of the documents read it; nothing else names a command.
 */
#ifndef RNNTOP_SPEC_COMMANDS_H
#define RNNTOP_SPEC_COMMANDS_H

#include <stddef.h>

/* Bits: a setting says by them which commands take it. */
enum command_id {
    COMMAND_DASHBOARD = 1, /* the one without a word */
    COMMAND_TRAIN = 2,
    COMMAND_EVAL = 4,
    COMMAND_FETCH = 8,
    COMMAND_PREDICT = 16,
    COMMAND_WATCH = 32,
    COMMAND_DATA = 64,
    COMMAND_MODELS = 7, /* those that compute with a model and its data */
    COMMAND_SCREENS = COMMAND_DASHBOARD | COMMAND_WATCH,
    COMMAND_ALL = COMMAND_MODELS | COMMAND_FETCH | COMMAND_PREDICT | COMMAND_WATCH | COMMAND_DATA
};

#define COMMAND_MANY 1000000 /* operands: as many as one likes */

struct command {
    enum command_id id;
    const char *name;     /* NULL for the dashboard */
    const char *operands; /* what stands before its options, "MODEL", or "" */
    const char *help;     /* one line, lower case, no full stop: what it does */
    const char *about;    /* a sentence or two, lines below the usage of its own --help */
    size_t least, most;   /* operands */
};

/* The table, the dashboard first; *count gets its length. */
const struct command *commands_table(size_t *count);

/* The command of that name; the dashboard for NULL and for what is no command's name. */
const struct command *commands_find(const char *name);

#endif
