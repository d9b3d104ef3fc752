/* Presets that are a recipe: settings that go well together, found by trying
 * (tests/bench/RESULTS.md says how). */
#include "config.h"

#include <string.h>

#include "rnntop/spec/setting_kinds.h"
#include "rnntop/spec/settings_preset.h"

/* A setting and its value; and where there is one, another setting that takes its place: whoever
 * gives that has chosen himself. */
struct ingredient {
    const char *name, *value, *unless;
};

/* What scores best on film reviews: long texts, of which there are many. */
static const struct ingredient best[] = {
    {"model", "embedding:64:mask_zero,spatial_dropout:0.6,bidirectional(gru:48),max_pooling", NULL},
    {"num-words", "20000", NULL},
    {"maxlen", "600", NULL},
    {"padding", "pre", NULL},
    {"validation-split", "0.1", NULL},
    {"epochs", "3", NULL},
    {"batch-size", "16", NULL},
    {"learning-rate", "0.002", NULL},
    {"schedule", "cosine", NULL},
};

/* Under which zeros behind a review make a network forget it, and zeros before it or a mask do not:
 * long rows, of which half is zeros, and few epochs of small steps, so that it is plain with any
 * seed. The three ways to fill up are settings_plan.c's. */
static const struct ingredient padding[] = {
    {"model", "lstm", NULL}, {"maxlen", "500", NULL},           {"units", "32", NULL},
    {"epochs", "3", NULL},   {"learning-rate", "0.0005", NULL},
};

/* What learns from any texts, long or short, many or few. The model is one that is made by name, so
 * that each option which describes it changes it. */
static const struct ingredient learning[] = {
    {"model", "gru", NULL},
    {"embedding-dim", "64", NULL},
    {"units", "48", NULL},
    {"bidirectional", "concat", NULL},
    {"spatial-dropout", "0.7", NULL},
    {"pooling", "max", NULL},
    {"num-words", "20000", NULL},
    {"validation-split", "0.1", NULL},
    {"epochs", "auto", NULL},
    {"batch-size", "16", NULL},
    {"class-weight", "auto", NULL},
    {"learning-rate", "0.002", "optimizer"},
    {"schedule", "cosine", "reduce-lr-on-plateau"},
    {"early-stopping", "auto", NULL},
    {"restore-best", "stopped", NULL},
};

/* What any model needs in order to learn from texts whose length nobody said. */
static const struct ingredient fitting[] = {
    {"maxlen", "auto", NULL},
    {"mask-zero", "yes", NULL},
};

#define LIST(ingredients) ingredients, sizeof(ingredients) / sizeof *(ingredients)

/* Sets it as nobody's choice. */
static void add(struct settings *settings, const struct ingredient *ingredient)
{
    bool *given = settings_given(settings, settings_find(ingredient->name)), before = *given;
    settings_set(settings, ingredient->name, ingredient->value, "", NULL);
    *given = before;
}

/* Puts a setting back to its default. */
static void put_back(struct settings *settings, const struct settings *defaults,
                     const struct setting *setting)
{
    if (setting->kind == SETTING_MODELS) {
        memcpy(settings->model, defaults->model, sizeof settings->model);
        settings->models = defaults->models;
        settings->each.model = defaults->each.model;
        return;
    }
    memcpy(setting_field(settings, setting), setting_value(defaults, setting), setting->size);
}

static const struct {
    const struct ingredient *ingredient;
    size_t count;
} recipes[] = {
    [PRESET_AUTO] = {NULL, 0},
    [PRESET_LESSON] = {NULL, 0},
    [PRESET_PADDING] = {LIST(padding)},
    [PRESET_BEST] = {LIST(best)},
};

void settings_change_preset(struct settings *settings, enum setting_preset from,
                            enum setting_preset to)
{
    if (from == to)
        return;
    struct settings defaults;
    settings_init(&defaults);
    for (size_t i = 0; i < recipes[from].count; i++)
        put_back(settings, &defaults, settings_find(recipes[from].ingredient[i].name));
    for (size_t i = 0; i < recipes[to].count; i++)
        add(settings, &recipes[to].ingredient[i]);
    settings_free(&defaults);
}

/* ---- texts of one's own ---- */

static bool was_given(struct settings *settings, const char *name)
{
    return name && *settings_given(settings, settings_find(name));
}

/* Adds those that nobody has chosen otherwise, and that have an effect. */
static void fill(struct settings *settings, const struct ingredient *ingredients, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct ingredient *one = &ingredients[i];
        if (!was_given(settings, one->name) && !was_given(settings, one->unless) &&
            settings_apply(settings, settings_find(one->name)))
            add(settings, one);
    }
}

/* Early stopping looks at validation rows, which somebody may have done without. */
static void stop_only_by_what_is_there(struct settings *settings)
{
    struct callbacks_options *callbacks = &settings->callbacks;
    bool validates =
        callbacks->monitor == MONITOR_NOT_GIVEN || monitor_is_validation(callbacks->monitor);
    if (settings->each.data.validation_split > 0 || !validates ||
        was_given(settings, "early-stopping"))
        return;
    callbacks->early_stopping = CALLBACKS_NOT_GIVEN;
    if (!was_given(settings, "restore-best"))
        callbacks->restore_best = RESTORE_NOT_GIVEN;
}

bool settings_fill_for_texts(struct settings *settings)
{
    settings->each.defaults = DEFAULTS_PLAIN;
    if (settings->preset != PRESET_AUTO || !settings->leads_to_texts ||
        !settings->leads_to_texts(settings->each.data.path))
        return false;
    fill(settings, LIST(fitting));
    if (was_given(settings, "model")) {
        if (settings->each.data.maxlen == MAXLEN_AUTO)
            settings->each.defaults = DEFAULTS_LENGTH;
        return false;
    }
    fill(settings, LIST(learning));
    stop_only_by_what_is_there(settings);
    settings->each.defaults = DEFAULTS_RECIPE;
    return true;
}
