#include "config.h"

#include "rnntop/spec/callbacks_spec.h"

#include <math.h>
#include <string.h>

#include "rnntop/spec/names.h"
#include "rnntop/spec/settings.h"

/* Keras's defaults. */
#define PLATEAU_FACTOR    0.1
#define PLATEAU_MIN_DELTA 1e-4

/* Where the data decides how many epochs there are. */
#define PATIENCE_PART  ((size_t)3)
#define PATIENCE_LEAST ((size_t)4)

/* How PATIENCE_AUTO is written. */
#define PATIENCE_JSON ((json_int_t)-1)

const char *const monitor_names[] = {[MONITOR_VAL_LOSS] = "val_loss",
                                     [MONITOR_VAL_ACCURACY] = "val_accuracy",
                                     [MONITOR_LOSS] = "loss",
                                     [MONITOR_ACCURACY] = "accuracy",
                                     NULL};
const char *const restore_best_names[] = {
    [RESTORE_NO] = "no", [RESTORE_YES] = "yes", [RESTORE_STOPPED] = "stopped", NULL};

bool monitor_is_validation(enum monitor_kind monitor)
{
    return monitor == MONITOR_VAL_LOSS || monitor == MONITOR_VAL_ACCURACY;
}

bool monitor_is_accuracy(enum monitor_kind monitor)
{
    return monitor == MONITOR_VAL_ACCURACY || monitor == MONITOR_ACCURACY;
}

void callbacks_options_init(struct callbacks_options *options)
{
    *options = (struct callbacks_options){.early_stopping = CALLBACKS_NOT_GIVEN,
                                          .reduce_lr = CALLBACKS_NOT_GIVEN,
                                          .plateau_cooldown = CALLBACKS_NOT_GIVEN,
                                          .min_delta = NAN,
                                          .plateau_factor = NAN,
                                          .min_lr = NAN,
                                          .monitor = MONITOR_NOT_GIVEN,
                                          .restore_best = RESTORE_NOT_GIVEN};
}

void callbacks_options_fill(struct callbacks_options *options)
{
    bool plateau_alone =
        options->reduce_lr != CALLBACKS_NOT_GIVEN && options->early_stopping == CALLBACKS_NOT_GIVEN;
    if (options->monitor == MONITOR_NOT_GIVEN)
        options->monitor = MONITOR_VAL_LOSS;
    if (options->restore_best == RESTORE_NOT_GIVEN)
        options->restore_best = RESTORE_YES;
    if (options->plateau_cooldown == CALLBACKS_NOT_GIVEN)
        options->plateau_cooldown = 0;
    if (isnan(options->min_delta))
        options->min_delta = plateau_alone ? PLATEAU_MIN_DELTA : 0;
    if (isnan(options->plateau_factor))
        options->plateau_factor = PLATEAU_FACTOR;
    if (isnan(options->min_lr))
        options->min_lr = 0;
}

void callbacks_spec_of_options(struct callbacks_spec *spec, const struct callbacks_options *options)
{
    memset(spec, 0, sizeof *spec);
    spec->stops = options->early_stopping != CALLBACKS_NOT_GIVEN;
    spec->reduces = options->reduce_lr != CALLBACKS_NOT_GIVEN;
    spec->saves_best = options->save_best;
    if (options->monitor != MONITOR_NOT_GIVEN && (spec->stops || spec->reduces || spec->saves_best))
        spec->monitor = options->monitor;
    if (spec->stops) {
        spec->stop_patience = options->early_stopping;
        spec->stop_min_delta = isnan(options->min_delta) ? 0 : options->min_delta;
        spec->restores_best = options->restore_best != RESTORE_NO;
        spec->restores_stopped = options->restore_best == RESTORE_STOPPED;
    }
    if (spec->reduces) {
        spec->plateau_patience = options->reduce_lr;
        spec->plateau_min_delta =
            isnan(options->min_delta) ? PLATEAU_MIN_DELTA : options->min_delta;
        spec->plateau_factor =
            isnan(options->plateau_factor) ? PLATEAU_FACTOR : options->plateau_factor;
        if (options->plateau_cooldown != CALLBACKS_NOT_GIVEN)
            spec->plateau_cooldown = options->plateau_cooldown;
        if (!isnan(options->min_lr))
            spec->min_lr = options->min_lr;
    }
}

void callbacks_options_of(struct callbacks_options *options, const struct callbacks_spec *spec)
{
    callbacks_options_init(options);
    options->save_best = spec->saves_best;
    if (spec->monitor != MONITOR_VAL_LOSS)
        options->monitor = spec->monitor;
    if (spec->stops) {
        options->early_stopping = spec->stop_patience;
        options->restore_best = spec->restores_stopped ? RESTORE_STOPPED
                                : spec->restores_best  ? RESTORE_NOT_GIVEN
                                                       : RESTORE_NO;
        options->min_delta = spec->stop_min_delta > 0 ? spec->stop_min_delta : NAN;
    }
    if (spec->reduces) {
        options->reduce_lr = spec->plateau_patience;
        if (spec->plateau_min_delta != PLATEAU_MIN_DELTA)
            options->min_delta = spec->plateau_min_delta;
        if (spec->plateau_factor != PLATEAU_FACTOR)
            options->plateau_factor = spec->plateau_factor;
        if (spec->plateau_cooldown > 0)
            options->plateau_cooldown = spec->plateau_cooldown;
        if (spec->min_lr > 0)
            options->min_lr = spec->min_lr;
    }
}

void callbacks_spec_resolve(struct callbacks_spec *spec, size_t epochs)
{
    if (spec->stops && spec->stop_patience == PATIENCE_AUTO)
        spec->stop_patience =
            epochs / PATIENCE_PART > PATIENCE_LEAST ? epochs / PATIENCE_PART : PATIENCE_LEAST;
}

json_t *callbacks_spec_to_json(const struct callbacks_spec *spec)
{
    if (!spec->stops && !spec->reduces && !spec->saves_best)
        return NULL;
    json_t *json = json_pack("{s:s, s:b}", "monitor", monitor_names[spec->monitor], "save_best",
                             spec->saves_best);
    if (spec->stops) {
        const bool open = spec->stop_patience == PATIENCE_AUTO;
        json_t *stopping = json_pack(
            "{s:I, s:f, s:b}", "patience", open ? PATIENCE_JSON : (json_int_t)spec->stop_patience,
            "min_delta", spec->stop_min_delta, "restore_best", spec->restores_best);
        if (stopping && spec->restores_stopped) /* a later key, which may be missing */
            json_object_set_new(stopping, "restore_stopped", json_true());
        json_object_set_new(json, "early_stopping", stopping);
    }
    if (spec->reduces)
        json_object_set_new(
            json, "reduce_lr_on_plateau",
            json_pack("{s:I, s:f, s:f, s:I, s:f}", "patience", (json_int_t)spec->plateau_patience,
                      "min_delta", spec->plateau_min_delta, "factor", spec->plateau_factor,
                      "cooldown", (json_int_t)spec->plateau_cooldown, "min_lr", spec->min_lr));
    return json;
}

static bool is_epochs(json_int_t value)
{
    return value >= 0 && value <= SETTINGS_MAX_EPOCHS;
}

static bool is_size(double value)
{
    return value >= 0 && value <= 1e38;
}

static enum rt_status stopping_from_json(const json_t *json, struct callbacks_spec *spec,
                                         struct rt_error *error)
{
    json_int_t patience;
    json_error_t reason;
    int restore;
    if (!json)
        return RT_OK;
    if (json_unpack_ex((json_t *)json, &reason, 0, "{s:I, s:F, s:b}", "patience", &patience,
                       "min_delta", &spec->stop_min_delta, "restore_best", &restore) != 0)
        return rt_fail(error, ERR_RUN_STOPPING_JSON, reason.text);
    if ((!is_epochs(patience) && patience != PATIENCE_JSON) || !is_size(spec->stop_min_delta))
        return rt_fail(error, ERR_RUN_STOPPING_OUT_OF_RANGE);
    spec->stops = true;
    spec->restores_best = restore;
    spec->restores_stopped = restore && json_is_true(json_object_get(json, "restore_stopped"));
    spec->stop_patience = patience == PATIENCE_JSON ? PATIENCE_AUTO : (size_t)patience;
    return RT_OK;
}

static enum rt_status plateau_from_json(const json_t *json, struct callbacks_spec *spec,
                                        struct rt_error *error)
{
    json_int_t patience, cooldown;
    json_error_t reason;
    if (!json)
        return RT_OK;
    if (json_unpack_ex((json_t *)json, &reason, 0, "{s:I, s:F, s:F, s:I, s:F}", "patience",
                       &patience, "min_delta", &spec->plateau_min_delta, "factor",
                       &spec->plateau_factor, "cooldown", &cooldown, "min_lr", &spec->min_lr) != 0)
        return rt_fail(error, ERR_RUN_PLATEAU_JSON, reason.text);
    if (!is_epochs(patience) || !is_epochs(cooldown) || !is_size(spec->plateau_min_delta) ||
        !is_size(spec->min_lr) || !(spec->plateau_factor > 0 && spec->plateau_factor < 1))
        return rt_fail(error, ERR_RUN_PLATEAU_OUT_OF_RANGE);
    spec->reduces = true;
    spec->plateau_patience = (size_t)patience;
    spec->plateau_cooldown = (size_t)cooldown;
    return RT_OK;
}

enum rt_status callbacks_spec_from_json(const json_t *json, struct callbacks_spec *spec,
                                        struct rt_error *error)
{
    const char *name;
    json_error_t reason;
    int save_best;
    unsigned monitor;
    memset(spec, 0, sizeof *spec);
    if (!json)
        return RT_OK;
    if (json_unpack_ex((json_t *)json, &reason, 0, "{s:s, s:b}", "monitor", &name, "save_best",
                       &save_best) != 0)
        return rt_fail(error, ERR_RUN_CALLBACKS_JSON, reason.text);
    if (!names_find(monitor_names, name, &monitor))
        return rt_fail(error, ERR_RUN_MONITOR_UNKNOWN);
    spec->monitor = (enum monitor_kind)monitor;
    spec->saves_best = save_best;
    enum rt_status status =
        stopping_from_json(json_object_get(json, "early_stopping"), spec, error);
    return status == RT_OK
               ? plateau_from_json(json_object_get(json, "reduce_lr_on_plateau"), spec, error)
               : status;
}
