/* Whether settings say anything beside each other, and sentences for those that do not. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/spec/names.h"
#include "rnntop/spec/setting_kinds.h"
#include "rnntop/spec/settings.h"

/* ---- what a setting may need ---- */

static bool always(const struct settings *settings, const struct setting *setting)
{
    (void)settings;
    (void)setting;
    return true;
}

/* Whether a file holds texts is known only when it is read; a word such as demo names none. */
static bool may_be_texts(const struct settings *settings, const struct setting *setting)
{
    unsigned index;
    (void)setting;
    return !names_find(settings_find("data")->choices, settings->each.data.path, &index);
}

static bool has_named_model(const struct settings *settings, const struct setting *setting)
{
    (void)setting;
    return settings->each.model.layers == 0;
}

static bool has_optimizer(const struct settings *settings, const struct setting *setting)
{
    return setting->optimizer.having & (1u << settings->each.optimizer.kind);
}

static bool has_schedule(const struct settings *settings, const struct setting *setting)
{
    (void)setting;
    return settings->each.optimizer.schedule.kind != SCHEDULE_CONSTANT;
}

static bool has_decay(const struct settings *settings, const struct setting *setting)
{
    (void)setting;
    return schedule_kind_decays(settings->each.optimizer.schedule.kind);
}

static bool has_early_stopping(const struct settings *settings, const struct setting *setting)
{
    (void)setting;
    return settings->callbacks.early_stopping != CALLBACKS_NOT_GIVEN;
}

static bool has_plateau(const struct settings *settings, const struct setting *setting)
{
    (void)setting;
    return settings->callbacks.reduce_lr != CALLBACKS_NOT_GIVEN;
}

static bool has_patience(const struct settings *settings, const struct setting *setting)
{
    return has_early_stopping(settings, setting) || has_plateau(settings, setting);
}

static bool has_monitoring(const struct settings *settings, const struct setting *setting)
{
    return has_patience(settings, setting) || settings->callbacks.save_best;
}

/* ---- what is said where it lacks that ---- */

static enum rt_status refuse_named_model(const struct settings *settings,
                                         const struct setting *setting, const char *where,
                                         struct rt_error *error)
{
    (void)settings;
    (void)setting;
    return rt_fail_text(
        error, RT_ERR_USAGE,
        "%s says nothing to a model that is written out layer by layer: write it into "
        "the model, as in embedding:64:mask_zero,lstm:32.",
        where);
}

/* "sgd, rmsprop" */
static void list_optimizers(unsigned kinds, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < OPTIMIZER_KINDS && used < size; i++) {
        if (kinds & (1u << i))
            used += (size_t)snprintf(out + used, size - used, "%s%s", used > 0 ? ", " : "",
                                     optimizer_kind_names[i]);
    }
}

static enum rt_status refuse_optimizer(const struct settings *settings,
                                       const struct setting *setting, const char *where,
                                       struct rt_error *error)
{
    char having[100];
    list_optimizers(setting->optimizer.having, having, sizeof having);
    return rt_fail_text(
        error, RT_ERR_USAGE, "The optimizer %s has no %s: leave %s out, or take --optimizer %s.",
        optimizer_kind_names[settings->each.optimizer.kind], setting->name, where, having);
}

static enum rt_status refuse_schedule(const struct settings *settings,
                                      const struct setting *setting, const char *where,
                                      struct rt_error *error)
{
    (void)settings;
    (void)setting;
    return rt_fail_text(
        error, RT_ERR_USAGE,
        "%s belongs to a schedule: give --schedule exponential, cosine or step too.", where);
}

static enum rt_status refuse_decay(const struct settings *settings, const struct setting *setting,
                                   const char *where, struct rt_error *error)
{
    (void)setting;
    return rt_fail_text(error, RT_ERR_USAGE,
                        "%s belongs to --schedule exponential or step, not to %s.", where,
                        schedule_kind_names[settings->each.optimizer.schedule.kind]);
}

static enum rt_status refuse_monitoring(const struct settings *settings,
                                        const struct setting *setting, const char *where,
                                        struct rt_error *error)
{
    (void)settings;
    (void)setting;
    return rt_fail_text(error, RT_ERR_USAGE,
                        "%s says nothing by itself: give --early-stopping, --reduce-lr-on-plateau "
                        "or --save-best too.",
                        where);
}

static enum rt_status refuse_patience(const struct settings *settings,
                                      const struct setting *setting, const char *where,
                                      struct rt_error *error)
{
    (void)settings;
    (void)setting;
    return rt_fail_text(
        error, RT_ERR_USAGE,
        "%s says nothing by itself: give --early-stopping or --reduce-lr-on-plateau too.", where);
}

static enum rt_status refuse_early_stopping(const struct settings *settings,
                                            const struct setting *setting, const char *where,
                                            struct rt_error *error)
{
    (void)settings;
    (void)setting;
    return rt_fail_text(error, RT_ERR_USAGE,
                        "%s says nothing by itself: give --early-stopping too.", where);
}

static enum rt_status refuse_plateau(const struct settings *settings, const struct setting *setting,
                                     const char *where, struct rt_error *error)
{
    (void)settings;
    (void)setting;
    return rt_fail_text(error, RT_ERR_USAGE,
                        "%s says nothing by itself: give --reduce-lr-on-plateau too.", where);
}

static const struct need {
    bool (*is_met)(const struct settings *settings, const struct setting *setting);
    /* NULL: it is passed over in silence. */
    enum rt_status (*refuse)(const struct settings *settings, const struct setting *setting,
                             const char *where, struct rt_error *error);
} needs[NEEDS_COUNT] = {
    [NEEDS_NOTHING] = {always, NULL},
    [NEEDS_TEXTS] = {may_be_texts, NULL},
    [NEEDS_NAMED_MODEL] = {has_named_model, refuse_named_model},
    [NEEDS_OPTIMIZER] = {has_optimizer, refuse_optimizer},
    [NEEDS_SCHEDULE] = {has_schedule, refuse_schedule},
    [NEEDS_DECAY] = {has_decay, refuse_decay},
    [NEEDS_MONITORING] = {has_monitoring, refuse_monitoring},
    [NEEDS_PATIENCE] = {has_patience, refuse_patience},
    [NEEDS_EARLY_STOPPING] = {has_early_stopping, refuse_early_stopping},
    [NEEDS_PLATEAU] = {has_plateau, refuse_plateau},
};

bool settings_apply(const struct settings *settings, const struct setting *setting)
{
    return needs[setting->need].is_met(settings, setting);
}

enum rt_status settings_refuse_idle(const struct settings *settings, const struct setting *setting,
                                    const char *where, struct rt_error *error)
{
    return needs[setting->need].refuse(settings, setting, where, error);
}

/* ---- all of them ---- */

/* Whether its value says that somebody gave it. One that has a default can't tell, and what makes a
 * model of a name is not asked: presets set it. */
static bool was_given(const struct settings *settings, const struct setting *setting)
{
    char text[SETTINGS_TEXT_SIZE];
    if (setting->preset || setting->need == NEEDS_NAMED_MODEL || !needs[setting->need].refuse)
        return false;
    settings_get(settings, setting, text);
    return setting->kind == SETTING_FLAG ? strcmp(text, "yes") == 0 : text[0] != '\0';
}

static enum rt_status check_idle(const struct settings *settings, struct rt_error *error)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        char where[64];
        if (settings_apply(settings, &table[i]) || !was_given(settings, &table[i]))
            continue;
        snprintf(where, sizeof where, "--%s", table[i].name);
        return settings_refuse_idle(settings, &table[i], where, error);
    }
    return RT_OK;
}

static enum rt_status check_optimizer(const struct optimizer_spec *optimizer,
                                      struct rt_error *error)
{
    if (optimizer_spec_clippings(optimizer) > 1)
        return rt_fail_text(
            error, RT_ERR_USAGE,
            "Of --clipnorm, --clipvalue and --global-clipnorm only one may be given.");
    if (optimizer->nesterov && !(optimizer->momentum > 0))
        return rt_fail_text(error, RT_ERR_USAGE,
                            "--nesterov needs a momentum: give --momentum 0.9 too.");
    return RT_OK;
}

static enum rt_status check_monitor(const struct settings *settings, struct rt_error *error)
{
    enum monitor_kind monitor = settings->callbacks.monitor;
    if (monitor == MONITOR_NOT_GIVEN)
        monitor = MONITOR_VAL_LOSS;
    if (has_monitoring(settings, NULL) && !(settings->each.data.validation_split > 0) &&
        monitor_is_validation(monitor))
        return rt_fail_text(
            error, RT_ERR_USAGE,
            "Without validation reviews there is no %s to look at: take --monitor loss "
            "or accuracy, or a --validation-split above 0.",
            monitor_names[monitor]);
    return RT_OK;
}

enum rt_status settings_check(const struct settings *settings, struct rt_error *error)
{
    enum rt_status status = check_idle(settings, error);
    if (status == RT_OK)
        status = check_optimizer(&settings->each.optimizer, error);
    if (status == RT_OK)
        status = check_monitor(settings, error);
    /* As with Keras: what a schedule sets before each batch no plateau can lower. */
    if (status == RT_OK && has_plateau(settings, NULL) && has_schedule(settings, NULL))
        status =
            rt_fail_text(error, RT_ERR_USAGE,
                         "--schedule and --reduce-lr-on-plateau both decide the learning rate: "
                         "leave one of them out.");
    return status;
}
