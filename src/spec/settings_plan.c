/* The runs that a command line asks for: --model, --run, --sweep and --seeds. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/spec/model_text.h"
#include "rnntop/spec/setting_kinds.h"
#include "rnntop/spec/settings.h"
#include "rnntop/spec/settings_preset.h"

#define BLANKS       " \t"
#define SUBJECT_SIZE 120

struct plan {
    const struct settings *settings;
    struct run_spec *run; /* [SETTINGS_MAX_RUNS] */
    size_t count;
    size_t model; /* the place in the settings' list of the one whose runs are made */
    struct rt_error *error;
};

/* Copies settings for one run: texts are copied too; --run, --sweep and the like, which ask for
 * further runs, are left out. */
static enum rt_status copy_settings(struct settings *copy, const struct settings *settings,
                                    struct rt_error *error)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    bool whole = true;
    *copy = *settings;
    for (size_t i = 0; i < count; i++)
        whole = setting_copy_owned(&table[i], setting_field(copy, &table[i])) && whole;
    if (whole)
        return RT_OK;
    settings_free(copy);
    return rt_fail(error, ERR_NO_MEMORY_FOR_SETTINGS);
}

static bool is_of_run(const struct setting *setting)
{
    return setting->recipe || setting->scope == SCOPE_RUN;
}

/* A setting that a single run may have, by its name. */
static const struct setting *find_of_run(const char *name)
{
    const struct setting *setting = settings_find(name);
    return setting && is_of_run(setting) ? setting : NULL;
}

/* True for a setting that has no effect, whatever settings follow it, since the model is written
 * out. */
static bool is_idle(const struct settings *settings, const struct setting *setting)
{
    return setting->need == NEEDS_NAMED_MODEL && !settings_apply(settings, setting);
}

static enum rt_status refuse_name(const char *name, struct rt_error *error)
{
    if (settings_find(name))
        return rt_fail(error, ERR_SETTING_OF_SESSION, name);
    return settings_refuse_unknown(name, is_of_run, error);
}

/* One word of --run: a model, where it is the first, a setting with its value, or a flag. */
static enum rt_status set_word(struct settings *settings, char *word, bool first,
                               struct rt_error *error)
{
    char *value = strchr(word, '=');
    bool model = first && (!value || strcspn(word, ":(") < (size_t)(value - word));
    const struct setting *setting;
    if (model && !find_of_run(word))
        return settings_set(settings, "model", word, "the model", error);
    if (value)
        *value++ = '\0';
    setting = find_of_run(word);
    if (!setting)
        return refuse_name(word, error);
    if (!value && setting->kind != SETTING_FLAG)
        return settings_refuse_bare(setting, word, error);
    if (is_idle(settings, setting))
        return settings_refuse_idle(settings, setting, setting->name, error);
    return settings_set(settings, setting->name, value ? value : "yes", setting->name, error);
}

/* Adds to the error in which line of --run or --sweep it happened. */
static enum rt_status fail_in_line(enum rt_status status, enum rt_code within, const char *line,
                                   struct rt_error *error)
{
    if (status == RT_OK || !error)
        return status;
    if (error->within == ERR_IN_MODEL) {
        within = ERR_IN_MODEL_OF_RUN;
        error->part_at = 0; /* the line, and not "the model", which that sentence says itself */
    }
    rt_error_at_part(error, line);
    return rt_fail_within(error, within);
}

static enum rt_status set_line(struct settings *settings, const char *line, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    char *words = strdup(line), *rest = NULL;
    if (!words)
        return rt_fail(error, ERR_NO_MEMORY_FOR_RUN);
    bool first = true;
    for (char *word = strtok_r(words, BLANKS, &rest); word && status == RT_OK;
         word = strtok_r(NULL, BLANKS, &rest)) {
        status = set_word(settings, word, first, error);
        first = false;
    }
    free(words);
    return fail_in_line(status, ERR_IN_RUN, line, error);
}

/* ---- --sweep ---- */

static size_t values_of(const char *line)
{
    size_t count = 1;
    for (const char *c = strchr(line, '='); c && *c; c++)
        count += *c == ',';
    return count;
}

/* The setting that a line such as "units=32,64,128" is about; NULL with an error. */
static const struct setting *swept(const char *line, struct rt_error *error)
{
    char name[48];
    size_t length = strcspn(line, "=");
    if (line[length] == '\0' || length >= sizeof name) {
        rt_fail(error, ERR_SWEEP_LACKS_VALUES);
        return NULL;
    }
    memcpy(name, line, length);
    name[length] = '\0';
    const struct setting *setting = find_of_run(name);
    if (!setting)
        refuse_name(name, error);
    return setting;
}

/* Sets the value number i of such a line. */
static enum rt_status set_value(struct settings *settings, const char *line, size_t i,
                                struct rt_error *error)
{
    char subject[SUBJECT_SIZE], safe[80], value[TEXT_PATH_SIZE + 1];
    const struct setting *setting = swept(line, error);
    if (!setting)
        return fail_in_line(RT_ERR_USAGE, ERR_IN_SWEEP, line, error);
    utf8_sanitize(line, strlen(line), false, safe, sizeof safe);
    snprintf(subject, sizeof subject, "--sweep '%s'", safe);
    if (is_idle(settings, setting))
        return settings_refuse_idle(settings, setting, subject, error);
    const char *at = strchr(line, '=') + 1;
    for (; i > 0; i--)
        at += strcspn(at, ",") + 1;
    size_t length = strcspn(at, ",");
    utf8_sanitize(at, length < sizeof value ? length : sizeof value - 1, true, value, sizeof value);
    return settings_set(settings, setting->name, value, subject, error);
}

/* ---- all of them ---- */

/* A run of settings that are all there: what is still open is filled in. */
static enum rt_status add_run(struct plan *plan, struct settings *settings, size_t seed)
{
    /* A model that the texts ask for takes the place of the whole list. */
    if (settings_fill_for_texts(settings) && plan->model > 0)
        return RT_OK;
    if (plan->count == SETTINGS_MAX_RUNS)
        return rt_fail(plan->error, ERR_TOO_MANY_RUNS, SETTINGS_MAX_RUNS);
    struct run_spec *run = &plan->run[plan->count];
    enum rt_status status = settings_build_run(settings, run, plan->error);
    if (status != RT_OK)
        return status;
    run->seed += seed;
    plan->count++;
    return RT_OK;
}

/* One model with every combination of values; the last --sweep changes fastest. */
static enum rt_status add_combinations(struct plan *plan, const struct settings *base, size_t seed)
{
    const struct setting_lines *sweep = &plan->settings->sweep;
    size_t chosen[SETTINGS_MAX_LINES] = {0};
    for (;;) {
        struct settings one;
        enum rt_status status = copy_settings(&one, base, plan->error);
        if (status != RT_OK)
            return status;
        for (size_t i = 0; status == RT_OK && i < sweep->count; i++)
            status = set_value(&one, sweep->line[i], chosen[i], plan->error);
        if (status == RT_OK)
            status = add_run(plan, &one, seed);
        settings_free(&one);
        if (status != RT_OK)
            return status;
        size_t i = sweep->count;
        while (i > 0 && ++chosen[i - 1] == values_of(sweep->line[i - 1]))
            chosen[--i] = 0;
        if (i == 0)
            return RT_OK;
    }
}

/* One model, or with the preset the same in three ways of filling short reviews up. */
static enum rt_status add_preset(struct plan *plan, struct settings *base, size_t seed)
{
    static const struct {
        enum padding_side padding;
        bool masked;
    } ways[] = {{SIDE_POST, false}, {SIDE_PRE, false}, {SIDE_POST, true}};
    if (base->preset != PRESET_PADDING)
        return add_combinations(plan, base, seed);
    enum rt_status status = RT_OK;
    for (size_t i = 0; status == RT_OK && i < sizeof ways / sizeof *ways; i++) {
        base->each.data.padding = ways[i].padding;
        base->mask_zero = ways[i].masked;
        status = add_combinations(plan, base, seed);
    }
    return status;
}

/* True where --sweep names the models: it takes the place of a list of them. */
static bool sweeps_models(const struct settings *settings)
{
    for (size_t i = 0; i < settings->sweep.count; i++) {
        const struct setting *setting = swept(settings->sweep.line[i], NULL);
        if (setting && setting->kind == SETTING_MODELS)
            return true;
    }
    return false;
}

/* Each of the models of a line of --run, or of the settings as they are. */
static enum rt_status add_models(struct plan *plan, const char *line, size_t seed)
{
    struct settings base;
    enum rt_status status = copy_settings(&base, plan->settings, plan->error);
    if (status != RT_OK)
        return status;
    if (line)
        status = set_line(&base, line, plan->error);
    enum layer_kind kind[SETTINGS_MAX_MODELS];
    size_t models = sweeps_models(plan->settings) ? 1 : base.models;
    memcpy(kind, base.model, sizeof kind);
    base.models = 1;
    for (plan->model = 0; status == RT_OK && plan->model < models; plan->model++) {
        base.model[0] = kind[plan->model];
        status = add_preset(plan, &base, seed);
    }
    settings_free(&base);
    return status;
}

/* All that a run computes, as one text. The caller frees. */
static char *text_of(const struct run_spec *run)
{
    json_t *json = run_spec_to_json(run);
    char *text = json ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    json_decref(json);
    return text;
}

/* Refuses two runs that compute the same: nobody means that. */
static enum rt_status refuse_twins(const struct plan *plan)
{
    enum rt_status status = RT_OK;
    char **text = calloc(plan->count + 1, sizeof *text);
    for (size_t i = 0; text && status == RT_OK && i < plan->count; i++) {
        text[i] = text_of(&plan->run[i]);
        for (size_t j = 0; text[i] && status == RT_OK && j < i; j++) {
            char label[RUN_NAME_SIZE];
            if (text[j] && strcmp(text[i], text[j]) == 0 &&
                strcmp(plan->run[i].data.path, plan->run[j].data.path) == 0)
                status = rt_fail(plan->error, ERR_RUNS_ARE_THE_SAME, j + 1, i + 1,
                                 model_text_label(&plan->run[i].model, label));
        }
    }
    for (size_t i = 0; text && i < plan->count; i++)
        free(text[i]);
    free(text);
    return status;
}

enum rt_status settings_plan(const struct settings *settings,
                             struct run_spec run[SETTINGS_MAX_RUNS], size_t *count,
                             struct rt_error *error)
{
    struct plan plan = {.settings = settings, .run = run, .error = error};
    enum rt_status status = RT_OK;
    *count = 0;
    for (size_t seed = 0; status == RT_OK && seed < settings->seeds; seed++) {
        size_t lines = settings->run.count;
        for (size_t i = 0; status == RT_OK && i < (lines > 0 ? lines : 1); i++)
            status = add_models(&plan, lines > 0 ? settings->run.line[i] : NULL, seed);
    }
    if (status == RT_OK)
        status = refuse_twins(&plan);
    if (status != RT_OK)
        return status;
    settings_name_runs(run, plan.count);
    *count = plan.count;
    return RT_OK;
}
