/*
 * setting: the one table of rnntop's settings.
 *
 * A row is all that is known of one setting: a command-line option, a line of the config file and,
 * where it is a run's, a word of --run and --sweep, a field of the new-run form and a part of runs'
 * names; with its names, kind, range, default and help, and the condition under which it has an
 * effect. Command line, --help, config file, completions, form, names, refusals, the optimisers'
 * JSON and the manual's test all read this table; nothing else names an option.
 */
#ifndef RNNTOP_SPEC_SETTING_H
#define RNNTOP_SPEC_SETTING_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/spec/optimizer_spec.h"

#define SETTINGS_MAX_ROWS 160

/* The heading of --help under which a setting stands. */
enum setting_group {
    GROUP_DATA,
    GROUP_MODEL,
    GROUP_TRAINING,
    GROUP_OPTIMIZER,
    GROUP_CALLBACKS,
    GROUP_OUTPUT,
    GROUP_SCREEN,
    GROUP_FETCHING,
    GROUP_OTHER,
    GROUP_COUNT
};

/* What a setting decides. */
enum setting_scope {
    SCOPE_RUN,     /* what one run computes: runs of a session may differ in it */
    SCOPE_SESSION, /* which runs there are, and what is done with all of them */
    SCOPE_COMMAND  /* what a command shows, or fetches */
};

/* The condition under which a setting has an effect; settings_check.c tests for it. */
enum setting_need {
    NEEDS_NOTHING,
    NEEDS_TEXTS,          /* data that may be texts */
    NEEDS_NAMED_MODEL,    /* no model that is written out */
    NEEDS_OPTIMIZER,      /* one of row.optimizer.having */
    NEEDS_SCHEDULE,       /* a learning rate that changes */
    NEEDS_DECAY,          /* one that falls by a rate */
    NEEDS_MONITORING,     /* a callback, which looks at a figure after each epoch */
    NEEDS_PATIENCE,       /* early stopping or the plateau's reduction */
    NEEDS_EARLY_STOPPING, /* the one */
    NEEDS_PLATEAU,        /* the other */
    NEEDS_COUNT
};

/* The type of its field, and what is typed for it. A row whose field has another type does not
 * compile: see settings_table.c. */
enum setting_kind {
    SETTING_FLAG,   /* bool */
    SETTING_SIZE,   /* size_t in [low, high]; or `automatic` for choices[0], where it has some */
    SETTING_SEED,   /* uint64_t in [low, high] */
    SETTING_NUMBER, /* double: low < value <= high for rates */
    SETTING_SHARE,  /* double: low <= value < high for shares */
    SETTING_CHOICE, /* an enum: the index into choices */
    SETTING_MODELS, /* model[] and models: choices by commas; or each.model */
    SETTING_SIZES,  /* struct setting_sizes, each in [low, high]; choices[0] for none of them */
    SETTING_LINES,  /* struct setting_lines, owned: each time one more */
    SETTING_TEXT,   /* char *, owned */
    SETTING_FIELD,  /* char[size]: a text that a spec holds in itself */
    SETTING_PATH,   /* the same, of a file or folder; or one of choices */
    SETTING_KINDS
};

/* How a field that is an enum is read and written as its own type. */
struct setting_choice {
    unsigned (*get)(const void *field);
    void (*set)(void *field, unsigned index);
};

/* What the optimisers have to do with it: bits 1 << enum optimizer_kind. */
struct setting_optimizer {
    unsigned having; /* those that have it; 0: it is no part of an optimiser */
    unsigned always; /* those whose written form always has it; others' where it is not 0 */
    /* The default of all optimisers but one; which one, and its default. */
    double usual;
    enum optimizer_kind but;
    double buts;
};

struct setting {
    const char *name;    /* without dashes: "learning-rate" */
    const char *alias;   /* a short name: "lr", understood where it is typed whole; or NULL */
    const char *metavar; /* "N", "FILE", or NULL for a flag */
    const char *preset;  /* the default as one would type it; NULL: none, or one that depends */
    const char *help;    /* one line, lower case, no full stop */
    enum setting_group group;
    unsigned commands; /* bits: the commands that take it */
    enum setting_scope scope;
    enum setting_need need;
    /* The setting sets others, as a preset does. So it is applied before them, wherever it stands
     * on the command line; and a single run may have its own, though its scope is the session. */
    bool recipe;
    enum setting_kind kind;
    size_t offset, size; /* of its field in struct settings; of SETTING_MODELS 0 */
    /* The setting is newer than the written form of runs (run_spec_to_json()): its key is written
     * only where the value is not the default, and as one would type it. Its field lies in
     * settings.each. */
    bool later_key;
    double low, high;
    size_t automatic; /* of SETTING_SIZE with choices: the value, out of range, that the data
                         replaces */
    const char *const *choices; /* ends with NULL; of a text: words that it takes as well */
    const struct setting_choice *choice; /* of SETTING_CHOICE */
    /* Of SETTING_CHOICE: it may stand without a value, and is then choices[1], "yes"; a value
     * stands behind an equals sign. */
    bool bare;
    struct setting_optimizer optimizer;
};

/* The table; *count gets its length, SETTINGS_MAX_ROWS at most. */
const struct setting *settings_table(size_t *count);

/* The row of that name or alias, or NULL. */
const struct setting *settings_find(const char *name);

/* "Data", "Model" and so on: the headings of --help. */
const char *settings_group_name(enum setting_group group);

#endif
