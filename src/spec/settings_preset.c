/* Presets that are a recipe: settings that go well together, found by trying
 * (tests/bench/RESULTS.md says how). */
#include "config.h"

#include <string.h>

#include "rnntop/spec/setting_kinds.h"
#include "rnntop/spec/settings_preset.h"

struct ingredient {
    const char *name, *value;
};

static const struct ingredient best[] = {
    {"model", "embedding:64:mask_zero,spatial_dropout:0.6,bidirectional(gru:48),max_pooling"},
    {"num-words", "20000"},
    {"maxlen", "600"},
    {"padding", "pre"},
    {"validation-split", "0.1"},
    {"epochs", "3"},
    {"batch-size", "16"},
    {"learning-rate", "0.002"},
    {"schedule", "cosine"},
};

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

void settings_change_preset(struct settings *settings, enum setting_preset from,
                            enum setting_preset to)
{
    if (from == to || (from != PRESET_BEST && to != PRESET_BEST))
        return;
    struct settings defaults;
    settings_init(&defaults);
    for (size_t i = 0; i < sizeof best / sizeof *best; i++) {
        if (to == PRESET_BEST)
            settings_set(settings, best[i].name, best[i].value, "", NULL);
        else
            put_back(settings, &defaults, settings_find(best[i].name));
    }
    settings_free(&defaults);
}
