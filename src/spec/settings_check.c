/* Whether each setting has an effect beside the others, and the error for one that has none. */
#include "config.h"

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

/* Whether a file holds texts is known only when it is read; a word such as demo names none, and
 * Keras's arrays hold ids. */
static bool may_be_texts(const struct settings *settings, const struct setting *setting)
{
    const char *path = settings->each.data.path, *end = strrchr(path, '.');
    unsigned index;
    (void)setting;
    return !names_find(data_words, path, &index) && !(end && strcmp(end, ".npz") == 0);
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

static const struct need {
    bool (*is_met)(const struct settings *settings, const struct setting *setting);
    enum rt_code lacking; /* the error where it is not; ERR_NONE: it always is */
} needs[NEEDS_COUNT] = {
    [NEEDS_NOTHING] = {always, ERR_NONE},
    [NEEDS_TEXTS] = {may_be_texts, ERR_SETTING_NEEDS_TEXTS},
    [NEEDS_NAMED_MODEL] = {has_named_model, ERR_SETTING_NEEDS_NAMED_MODEL},
    [NEEDS_OPTIMIZER] = {has_optimizer, ERR_SETTING_NEEDS_OPTIMIZER},
    [NEEDS_SCHEDULE] = {has_schedule, ERR_SETTING_NEEDS_SCHEDULE},
    [NEEDS_DECAY] = {has_decay, ERR_SETTING_NEEDS_DECAY},
    [NEEDS_MONITORING] = {has_monitoring, ERR_SETTING_NEEDS_MONITORING},
    [NEEDS_PATIENCE] = {has_patience, ERR_SETTING_NEEDS_PATIENCE},
    [NEEDS_EARLY_STOPPING] = {has_early_stopping, ERR_SETTING_NEEDS_EARLY_STOPPING},
    [NEEDS_PLATEAU] = {has_plateau, ERR_SETTING_NEEDS_PLATEAU},
};

bool settings_apply(const struct settings *settings, const struct setting *setting)
{
    return needs[setting->need].is_met(settings, setting);
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

/* For all conditions but two, the error has one value: the subject. */
#define NAMES_THE_SUBJECT(need)                                                                    \
    _Static_assert(RT_SIGNATURE_ERR_SETTING_NEEDS_##need == RT_KIND_W, "one value: the subject")
NAMES_THE_SUBJECT(TEXTS);
NAMES_THE_SUBJECT(NAMED_MODEL);
NAMES_THE_SUBJECT(SCHEDULE);
NAMES_THE_SUBJECT(MONITORING);
NAMES_THE_SUBJECT(PATIENCE);
NAMES_THE_SUBJECT(EARLY_STOPPING);
NAMES_THE_SUBJECT(PLATEAU);

enum rt_status settings_refuse_idle(const struct settings *settings, const struct setting *setting,
                                    const char *subject, struct rt_error *error)
{
    const struct optimizer_spec *optimizer = &settings->each.optimizer;
    const struct rt_value value = rt_value_text(subject);
    char having[100];
    switch (setting->need) {
    case NEEDS_OPTIMIZER:
        list_optimizers(setting->optimizer.having, having, sizeof having);
        return rt_fail(error, ERR_SETTING_NEEDS_OPTIMIZER, optimizer_kind_names[optimizer->kind],
                       setting->name, subject, having);
    case NEEDS_DECAY:
        return rt_fail(error, ERR_SETTING_NEEDS_DECAY, subject,
                       schedule_kind_names[optimizer->schedule.kind]);
    default:
        return rt_fail_list(error, needs[setting->need].lacking, 1, &value);
    }
}

/* ---- all of them ---- */

/* Whether a setting's value shows that somebody gave it. One with a default can't show it. Those
 * that make a model of a name are not asked, since presets set them. */
static bool was_given(const struct settings *settings, const struct setting *setting)
{
    char text[SETTINGS_TEXT_SIZE];
    if (setting->preset || setting->need == NEEDS_NAMED_MODEL ||
        needs[setting->need].lacking == ERR_NONE)
        return false;
    settings_get(settings, setting, text);
    return setting->kind == SETTING_FLAG ? strcmp(text, "yes") == 0 : text[0] != '\0';
}

static enum rt_status check_idle(const struct settings *settings, struct rt_error *error)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        char option[64];
        if (settings_apply(settings, &table[i]) || !was_given(settings, &table[i]))
            continue;
        snprintf(option, sizeof option, "--%s", table[i].name);
        return settings_refuse_idle(settings, &table[i], option, error);
    }
    return RT_OK;
}

static enum rt_status check_optimizer(const struct optimizer_spec *optimizer,
                                      struct rt_error *error)
{
    if (optimizer_spec_clippings(optimizer) > 1)
        return rt_fail(error, ERR_SEVERAL_CLIPPINGS);
    if (optimizer->nesterov && !(optimizer->momentum > 0))
        return rt_fail(error, ERR_NESTEROV_NEEDS_MOMENTUM);
    return RT_OK;
}

static enum rt_status check_monitor(const struct settings *settings, struct rt_error *error)
{
    enum monitor_kind monitor = settings->callbacks.monitor;
    if (monitor == MONITOR_NOT_GIVEN)
        monitor = MONITOR_VAL_LOSS;
    if (has_monitoring(settings, NULL) && !(settings->each.data.validation_split > 0) &&
        monitor_is_validation(monitor))
        return rt_fail(error, ERR_MONITOR_NEEDS_VALIDATION, monitor_names[monitor]);
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
        status = rt_fail(error, ERR_SCHEDULE_AND_PLATEAU);
    return status;
}
