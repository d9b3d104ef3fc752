/* What a setting has where nobody gives it a value. */
#include "config.h"

#include <stdio.h>

#include "rnntop/spec/setting_kinds.h"
#include "rnntop/spec/settings.h"

/* Of optimisers and callbacks: what they take when they are asked for. */
static void fill(const struct settings *settings, struct settings *usual)
{
    const struct optimizer_spec *optimizer = &settings->each.optimizer;
    *usual = *settings;
    optimizer_spec_unset(&usual->each.optimizer);
    usual->each.optimizer.kind = optimizer->kind;
    usual->each.optimizer.schedule.kind = optimizer->schedule.kind;
    optimizer_spec_fill(&usual->each.optimizer);
    callbacks_options_init(&usual->callbacks);
    usual->callbacks.early_stopping = settings->callbacks.early_stopping;
    usual->callbacks.reduce_lr = settings->callbacks.reduce_lr;
    usual->callbacks.save_best = settings->callbacks.save_best;
    callbacks_options_fill(&usual->callbacks);
}

/* A part of an optimiser or of a callback, and not what asks for one. */
static bool is_part(const struct setting *setting)
{
    switch (setting->need) {
    case NEEDS_OPTIMIZER:
    case NEEDS_DECAY:
    case NEEDS_MONITORING:
    case NEEDS_PATIENCE:
    case NEEDS_EARLY_STOPPING:
    case NEEDS_PLATEAU:
        return true;
    default:
        return false;
    }
}

char *settings_default(const struct settings *settings, const struct setting *setting,
                       char out[SETTINGS_TEXT_SIZE])
{
    struct settings usual;
    out[0] = '\0';
    if (setting->preset) {
        snprintf(out, SETTINGS_TEXT_SIZE, "%s", setting->preset);
    } else if (setting->kind == SETTING_FLAG) {
        snprintf(out, SETTINGS_TEXT_SIZE, "no");
    } else if (is_part(setting)) {
        fill(settings, &usual);
        setting_write(setting, setting_value(&usual, setting), out);
    }
    return out;
}
