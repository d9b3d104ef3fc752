/*
 * settings: the one table of rnntop's settings.
 *
 * A row is a command-line option, a line of the config file, a JSON key and (later) a field of the
 * new-run form, with its default, its range and its help. Command line, --help, config file, man
 * page test and model files all read this table; nothing else names an option.
 */
#ifndef RNNTOP_SPEC_SETTINGS_H
#define RNNTOP_SPEC_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/spec/commands.h"
#include "rnntop/spec/run_spec.h"

#define SETTINGS_MAX_TEXTS 8

/* The values of a setting that may be given several times, in order. */
struct setting_texts {
    char *text[SETTINGS_MAX_TEXTS];
    size_t count;
};

enum setting_theme { THEME_AUTO, THEME_DARK, THEME_LIGHT };

#define SETTINGS_MAX_MODELS 16
#define SETTINGS_MAX_RUNS   64

/* Ranges, also of what model files say. */
#define SETTINGS_MIN_WORDS  3 /* pad, start and unknown */
#define SETTINGS_MAX_WORDS  1000000
#define SETTINGS_MAX_LENGTH 100000
#define SETTINGS_MAX_UNITS  8192
#define SETTINGS_MAX_EPOCHS 100000
#define SETTINGS_MAX_BATCH  100000
#define SETTINGS_MAX_STEPS  1000000000

/* What a command line and a config file come to. Strings belong to the settings. */
struct settings {
    enum layer_kind model[SETTINGS_MAX_MODELS]; /* the runs' recurrent layers, in order */
    size_t models;
    char *data; /* path, or NULL: look in the usual places */
    struct data_spec data_spec;
    size_t embedding_dim;
    size_t units;
    size_t epochs;
    size_t batch_size;
    struct optimizer_spec optimizer; /* NaN: not given; see optimizer_spec_unset() */
    struct callbacks_options callbacks;
    enum class_weight class_weight;
    uint64_t seed;
    size_t seeds;
    size_t threads; /* 0: one for each processor */
    bool paused;
    bool pause_each_epoch;
    char *save; /* path, or NULL: the default place */
    char *csv;  /* path, or NULL: none */
    bool json;
    bool ascii;
    bool no_color;
    enum setting_theme theme;
    bool exit_when_done;
    char *url;                 /* or NULL: Keras's */
    struct setting_texts from; /* paths */
    size_t timeout;            /* seconds */
    bool help;
    bool version;
};

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

enum setting_kind {
    SETTING_FLAG,   /* bool */
    SETTING_SIZE,   /* size_t in [low, high] */
    SETTING_SEED,   /* uint64_t in [low, high] */
    SETTING_NUMBER, /* double: low < value <= high for rates, low <= value < high for shares */
    SETTING_SHARE,
    SETTING_CHOICE, /* an enum: the index into choices */
    SETTING_MODELS, /* model[] and models: choices by commas */
    SETTING_TEXT,   /* char *, owned */
    SETTING_TEXTS,  /* struct setting_texts: each use adds one */
    SETTING_FIELD   /* char[high]: a text that a spec holds in itself */
};

struct setting {
    const char *name;    /* without dashes: "learning-rate" */
    const char *metavar; /* "N", "FILE", or NULL for a flag */
    const char *preset;  /* the default as one would type it, or NULL */
    const char *help;    /* one line, lower case, no full stop */
    enum setting_group group;
    unsigned commands; /* bits: the commands that take it */
    enum setting_kind kind;
    size_t offset; /* of its field in struct settings */
    double low, high;
    const char *const *choices; /* ends with NULL; of a text: words that it takes as well */
};

/* The table; *count gets its length. */
const struct setting *settings_table(size_t *count);

void settings_init(struct settings *settings); /* all defaults */
void settings_free(struct settings *settings);

/* Sets one by name, from text as a person typed it. `where` begins the error's sentence: "--units"
 * or "config line 3: units". RT_ERR_USAGE with the range or the choices when it does not fit. */
enum rt_status settings_set(struct settings *settings, const char *name, const char *value,
                            const char *where, struct rt_error *error);

/* Reads the command line argv[first ..] (GNU style: --name value, --name=value, unambiguous
 * beginnings, -- ends options) for one command. Plain arguments are moved to operands (argc long);
 * *operand_count counts them. RT_ERR_USAGE with a sentence. */
enum rt_status settings_parse(struct settings *settings, const struct command *command, int argc,
                              char **argv, int first, const char **operands, size_t *operand_count,
                              struct rt_error *error);

/* What no option can see alone: refuses combinations that mean nothing, with RT_ERR_USAGE. */
enum rt_status settings_check(const struct settings *settings, struct rt_error *error);

/* "Data", "Model" and so on: the headings of --help. */
const char *settings_group_name(enum setting_group group);

/* Reads the config file: long options without the dashes, one a line, "name value" or "name =
 * value", # begins a comment. A file that is not there is no error. */
enum rt_status settings_read_config(struct settings *settings, const char *path,
                                    struct rt_error *error);

/* The runs that the settings ask for: each model with each seed, models first within a seed.
 * Returns how many; at most SETTINGS_MAX_RUNS. The names and slugs are made unique. */
size_t settings_runs(const struct settings *settings, struct run_spec run[SETTINGS_MAX_RUNS]);

/* What --model calls a recurrent layer: "simplernn", "lstm". */
const char *settings_model_name(enum layer_kind kind);

/* Names a run after its model and, where the session has other seeds of it too, its seed. */
void settings_name_run(struct run_spec *run, bool with_seed);

#endif
