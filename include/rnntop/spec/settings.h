/*
 * settings: what a command line and a config file come to, and the runs that they ask for.
 *
 * What there is to set is in the table of setting.h.
 */
#ifndef RNNTOP_SPEC_SETTINGS_H
#define RNNTOP_SPEC_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/spec/commands.h"
#include "rnntop/spec/model_spec.h"
#include "rnntop/spec/run_spec.h"
#include "rnntop/spec/setting.h"

/* What is queued: for texts of one's own what settings_preset.h has for them, and else what the
 * lesson has; that in any case; each model in three ways of filling up short reviews; or the recipe
 * for long reviews. */
enum setting_preset { PRESET_AUTO, PRESET_LESSON, PRESET_PADDING, PRESET_BEST };

/* Events; also each batch's figures. */
enum setting_json { JSON_OUTPUT_NONE, JSON_OUTPUT_EVENTS, JSON_OUTPUT_STEPS };
/* Whether NB-SVM is fitted beside the runs; auto: where it takes seconds. */
enum setting_baseline { BASELINE_AUTO, BASELINE_YES, BASELINE_NO };
enum setting_theme { THEME_AUTO, THEME_DARK, THEME_LIGHT };
enum setting_pooling { POOLING_NONE, POOLING_MAX, POOLING_AVERAGE, POOLING_ATTENTION };

#define SETTINGS_MAX_MODELS 16
#define SETTINGS_MAX_RUNS   256 /* of a session */
#define SETTINGS_MAX_LINES  64  /* of --run, and of --sweep */
#define SETTINGS_MAX_HIDDEN 8
#define SETTINGS_TEXT_SIZE  1024 /* of a setting's value as settings_get() writes it */

/* Ranges, also of what model files say. */
#define SETTINGS_MIN_WORDS  3 /* pad, start and unknown */
#define SETTINGS_MAX_WORDS  1000000
#define SETTINGS_MAX_LENGTH 100000
#define SETTINGS_MAX_UNITS  8192
#define SETTINGS_MAX_EPOCHS 100000
#define SETTINGS_MAX_BATCH  100000
#define SETTINGS_MAX_STEPS  1000000000

/* Sizes by commas. */
struct setting_sizes {
    size_t count;
    size_t size[SETTINGS_MAX_HIDDEN];
};

/* An option that may stand several times. */
struct setting_lines {
    size_t count;
    char *line[SETTINGS_MAX_LINES];
};

/* Strings belong to the settings. */
struct settings {
    /* What each run has unless its --run or --sweep says otherwise. each.name is not used.
     * each.model is the model that --model writes out, in which number of words and maxlen are set
     * when a run is made; where it has no layers, each run makes its model of a name in `model` and
     * of the settings below. each.callbacks is not used: `callbacks` has what was given. Numbers of
     * each.optimizer that nobody gave are NaN; see optimizer_spec_unset(). */
    struct run_spec each;
    enum layer_kind model[SETTINGS_MAX_MODELS]; /* the runs' recurrent layers, in order */
    size_t models;
    enum setting_preset preset;
    size_t embedding_dim;
    size_t units;
    size_t layers; /* recurrent ones, one on the other */
    enum layer_merge bidirectional;
    enum layer_activation activation, recurrent_activation;
    double dropout, recurrent_dropout, spatial_dropout;
    bool mask_zero;
    bool go_backwards;
    enum setting_pooling pooling;
    struct setting_sizes dense; /* hidden Dense layers, relu */
    struct setting_lines run, sweep;
    struct callbacks_options callbacks;
    size_t seeds;
    size_t threads; /* 0: one for each processor */
    bool paused;
    bool pause_each_epoch;
    char *save; /* path, or NULL: the default place */
    char *csv;  /* path, or NULL: none */
    enum setting_json json;
    bool metrics;
    enum setting_baseline baseline;
    bool ascii;
    bool no_color;
    enum setting_theme theme;
    bool projector;
    bool exit_when_done;
    char *url;                 /* or NULL: Keras's */
    struct setting_lines from; /* paths */
    size_t timeout;            /* seconds */
    bool help;
    bool version;
    /* By rows of the table: those that an option, a file or a line has set. */
    bool given[SETTINGS_MAX_ROWS];
    /* Whether a path ("": the data that is found) leads to texts of one's own; NULL: nobody can
     * tell, and none does. */
    bool (*leads_to_texts)(const char *path);
};

void settings_init(struct settings *settings); /* all defaults */
void settings_free(struct settings *settings);

/* Sets one by its name or alias, from text as a person typed it; a recipe sets others with it. The
 * subject begins the error's sentence: the option as it was typed, "--units", or the name where it
 * stands in a file. RT_ERR_USAGE with the range or the choices when it does not fit. */
enum rt_status settings_set(struct settings *settings, const char *name, const char *value,
                            const char *subject, struct rt_error *error);

/* Whether the setting has been set by settings_set(), for itself and not by a recipe. */
bool *settings_given(struct settings *settings, const struct setting *setting);

/* Fails with RT_ERR_USAGE: that is no setting's name; names the nearest of those that may be. */
enum rt_status settings_refuse_unknown(const char *name, bool (*may_be)(const struct setting *),
                                       struct rt_error *error);

/* Fails with RT_ERR_USAGE: the setting was typed without a value; says what it takes. */
enum rt_status settings_refuse_bare(const struct setting *setting, const char *typed,
                                    struct rt_error *error);

/* Takes the lines of a SETTING_LINES away. */
void settings_clear_lines(struct setting_lines *lines);

/* Reads the command line argv[first ..] (GNU style: --name value, --name=value, unambiguous
 * beginnings of names, whole aliases, -- ends options) for one command. Plain arguments are moved
 * to operands (argc long); *operand_count counts them. Lines that the settings had before give way
 * to those of the command line. A preset comes before all others, wherever it stands, so that they
 * may change what it sets. RT_ERR_USAGE with a sentence. */
enum rt_status settings_parse(struct settings *settings, const struct command *command, int argc,
                              char **argv, int first, const char **operands, size_t *operand_count,
                              struct rt_error *error);

/* Refuses combinations that mean nothing, with RT_ERR_USAGE: what can't be seen while single
 * options are read. */
enum rt_status settings_check(const struct settings *settings, struct rt_error *error);

/* Reads the config file: long options without the dashes, one a line, "name value" or "name =
 * value", # begins a comment. A file that is not there is no error. */
enum rt_status settings_read_config(struct settings *settings, const char *path,
                                    struct rt_error *error);

/* The value that settings_set() would take, "" for a text that is not set: "128", "lstm", "none".
 * Not for SETTING_LINES. Returns out. */
char *settings_get(const struct settings *settings, const struct setting *setting,
                   char out[SETTINGS_TEXT_SIZE]);

/* The value that it has where nobody gives one, as one would type it, beside the other settings:
 * the optimizer decides the learning rate's. "" for what is then off, or found out. Returns out. */
char *settings_default(const struct settings *settings, const struct setting *setting,
                       char out[SETTINGS_TEXT_SIZE]);

/* Whether the setting has an effect beside the other settings: rho has one with an optimizer that
 * has a rho. */
bool settings_apply(const struct settings *settings, const struct setting *setting);
/* Fails with RT_ERR_USAGE and says what a setting without effect would need. The subject is as in
 * settings_set(). */
enum rt_status settings_refuse_idle(const struct settings *settings, const struct setting *setting,
                                    const char *subject, struct rt_error *error);

/* One run of the settings' first model, and the settings (initialised) of a run: each undoes the
 * other. A run's name is not set. Refuses, with a sentence, a model that can't be built. */
enum rt_status settings_build_run(const struct settings *settings, struct run_spec *run,
                                  struct rt_error *error);
void settings_from_run(struct settings *settings, const struct run_spec *run);

/*
 * The runs that the settings ask for: each of --model, or of the lines of --run where there are
 * any, with each combination of --sweep's values, with each seed; seeds last. Names and slugs are
 * unique. RT_ERR_USAGE with a sentence where a line can't be read, a model can't be built, two runs
 * are the same, or there are more than SETTINGS_MAX_RUNS.
 */
enum rt_status settings_plan(const struct settings *settings,
                             struct run_spec run[SETTINGS_MAX_RUNS], size_t *count,
                             struct rt_error *error);

/* What --model calls the recurrent layers: "simplernn", "lstm", "gru"; ends with NULL. */
extern const char *const settings_model_names[];

/* Names runs after their models and what else tells those apart that have the same: "LSTM",
 * "BiLSTM", "LSTM units=64", "LSTM 2" where only the seeds differ. */
void settings_name_runs(struct run_spec *run, size_t count);
/* The same for one run that is added later; the others keep their names. */
void settings_name_run(struct run_spec *run, const struct run_spec *const *others, size_t count);

#endif
