/* The runs that a command line asks for: --model, --run, --sweep and --seeds. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/spec/model_text.h"
#include "rnntop/spec/setting_kinds.h"
#include "rnntop/spec/settings.h"

#define BLANKS     " \t"
#define WHERE_SIZE 120

struct plan {
    const struct settings *settings;
    struct run_spec *run; /* [SETTINGS_MAX_RUNS] */
    size_t count;
    struct rt_error *error;
};

/* "--run 'lstm units=64'", for the beginning of a sentence. */
static void name_line(const char *option, const char *line, char where[WHERE_SIZE])
{
    char safe[80];
    utf8_sanitize(line, strlen(line), false, safe, sizeof safe);
    snprintf(where, WHERE_SIZE, "--%s '%s'", option, safe);
}

/* Texts become the copy's own; what asks for further runs stays behind. */
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
    return rt_fail_text(error, RT_ERR_MEMORY,
                        "There is no memory for the settings of another run.");
}

/* A setting that a single run may have, by its name. */
static const struct setting *find_of_run(const char *name)
{
    const struct setting *setting = settings_find(name);
    return setting && (setting->recipe || setting->scope == SCOPE_RUN) ? setting : NULL;
}

/* True for one that says nothing, whatever follows it, since the model is written out. */
static bool is_idle(const struct settings *settings, const struct setting *setting)
{
    return setting->need == NEEDS_NAMED_MODEL && !settings_apply(settings, setting);
}

static enum rt_status no_setting(const char *where, const char *name, struct rt_error *error)
{
    char safe[40];
    const struct setting *setting = settings_find(name);
    utf8_sanitize(name, strlen(name), false, safe, sizeof safe);
    if (setting)
        return rt_fail_text(error, RT_ERR_USAGE,
                            "%s: %s belongs to the whole session, not to one run.", where, safe);
    return rt_fail_text(error, RT_ERR_USAGE, "%s: %s is no setting; rnntop --help lists them.",
                        where, safe);
}

/* One word of --run: a model, where it is the first, a setting with its value, or a flag. */
static enum rt_status set_word(struct settings *settings, char *word, bool first, const char *where,
                               struct rt_error *error)
{
    char place[WHERE_SIZE + 80];
    char *value = strchr(word, '=');
    bool model = first && (!value || strcspn(word, ":(") < (size_t)(value - word));
    const struct setting *setting;
    if (model && !(setting = find_of_run(word))) {
        snprintf(place, sizeof place, "%s: the model", where);
        return settings_set(settings, "model", word, place, error);
    }
    if (value)
        *value++ = '\0';
    setting = find_of_run(word);
    if (!setting)
        return no_setting(where, word, error);
    if (!value && setting->kind != SETTING_FLAG)
        return rt_fail_text(error, RT_ERR_USAGE, "%s: %s needs a value, as in %s=...", where, word,
                            word);
    snprintf(place, sizeof place, "%s: %s", where, setting->name);
    if (is_idle(settings, setting))
        return settings_refuse_idle(settings, setting, place, error);
    return settings_set(settings, setting->name, value ? value : "yes", place, error);
}

static enum rt_status set_line(struct settings *settings, const char *line, struct rt_error *error)
{
    char where[WHERE_SIZE];
    enum rt_status status = RT_OK;
    char *words = strdup(line), *rest = NULL;
    if (!words)
        return rt_fail_text(error, RT_ERR_MEMORY, "There is no memory for --run.");
    name_line("run", line, where);
    bool first = true;
    for (char *word = strtok_r(words, BLANKS, &rest); word && status == RT_OK;
         word = strtok_r(NULL, BLANKS, &rest)) {
        status = set_word(settings, word, first, where, error);
        first = false;
    }
    free(words);
    return status;
}

/* ---- --sweep ---- */

static size_t values_of(const char *line)
{
    size_t count = 1;
    for (const char *c = strchr(line, '='); c && *c; c++)
        count += *c == ',';
    return count;
}

/* Sets the value number i of a line such as "units=32,64,128". */
static enum rt_status set_value(struct settings *settings, const char *line, size_t i,
                                struct rt_error *error)
{
    char where[WHERE_SIZE], name[48], value[TEXT_PATH_SIZE + 1];
    size_t length = strcspn(line, "=");
    name_line("sweep", line, where);
    if (line[length] == '\0' || length >= sizeof name)
        return rt_fail_text(error, RT_ERR_USAGE,
                            "%s: a setting and its values are needed, as in "
                            "units=32,64.",
                            where);
    memcpy(name, line, length);
    name[length] = '\0';
    const struct setting *setting = find_of_run(name);
    if (!setting)
        return no_setting(where, name, error);
    if (is_idle(settings, setting))
        return settings_refuse_idle(settings, setting, where, error);
    const char *at = line + length + 1;
    for (; i > 0; i--)
        at += strcspn(at, ",") + 1;
    length = strcspn(at, ",");
    utf8_sanitize(at, length < sizeof value ? length : sizeof value - 1, true, value, sizeof value);
    return settings_set(settings, setting->name, value, where, error);
}

/* ---- all of them ---- */

static enum rt_status add_run(struct plan *plan, const struct settings *settings, size_t seed)
{
    if (plan->count == SETTINGS_MAX_RUNS)
        return rt_fail_text(
            plan->error, RT_ERR_USAGE,
            "More than %d runs are asked for; a session holds no more. Ask for fewer "
            "values, runs or seeds.",
            SETTINGS_MAX_RUNS);
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
    size_t models = base.models;
    memcpy(kind, base.model, sizeof kind);
    base.models = 1;
    for (size_t i = 0; status == RT_OK && i < models; i++) {
        base.model[0] = kind[i];
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

/* Twice the same would be a waste of time: that people do not mean. */
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
                status =
                    rt_fail_text(plan->error, RT_ERR_USAGE,
                                 "Runs %zu and %zu (%s) are the same in every setting that matters "
                                 "to them; --seeds repeats a run with other seeds.",
                                 j + 1, i + 1, model_text_label(&plan->run[i].model, label));
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

size_t settings_runs(const struct settings *settings, struct run_spec run[SETTINGS_MAX_RUNS])
{
    size_t count;
    struct rt_error error;
    return settings_plan(settings, run, &count, &error) == RT_OK ? count : 0;
}
