#include "config.h"

#include "rnntop/spec/optimizer_spec.h"

#include <math.h>
#include <string.h>

#include "rnntop/spec/names.h"
#include "rnntop/spec/setting_kinds.h"
#include "rnntop/spec/settings.h"

const char *const optimizer_kind_names[] = {
    [OPTIMIZER_ADAM] = "adam",         [OPTIMIZER_SGD] = "sgd",
    [OPTIMIZER_RMSPROP] = "rmsprop",   [OPTIMIZER_ADAGRAD] = "adagrad",
    [OPTIMIZER_ADADELTA] = "adadelta", [OPTIMIZER_ADAMW] = "adamw",
    [OPTIMIZER_ADAMAX] = "adamax",     [OPTIMIZER_NADAM] = "nadam",
    [OPTIMIZER_FTRL] = "ftrl",         NULL};
const char *const schedule_kind_names[] = {[SCHEDULE_CONSTANT] = "constant",
                                           [SCHEDULE_EXPONENTIAL] = "exponential",
                                           [SCHEDULE_COSINE] = "cosine",
                                           [SCHEDULE_STEP] = "step",
                                           NULL};

#define DECAY_RATE 0.9

bool schedule_kind_decays(enum schedule_kind kind)
{
    return kind == SCHEDULE_EXPONENTIAL || kind == SCHEDULE_STEP;
}

size_t optimizer_spec_clippings(const struct optimizer_spec *spec)
{
    return (size_t)(spec->clipnorm > 0) + (spec->clipvalue > 0) + (spec->global_clipnorm > 0);
}

/* ---- the rows of the settings' table that are an optimiser's ---- */

/* The next row from *at on that is a number (or, else, a flag) of optimisers; NULL behind them. */
static const struct setting *next_row(size_t *at, bool number)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    while (*at < count) {
        const struct setting *row = &table[(*at)++];
        if (row->optimizer.having != 0 && (row->kind != SETTING_FLAG) == number)
            return row;
    }
    return NULL;
}

static const struct setting *next_number(size_t *at)
{
    return next_row(at, true);
}

static const struct setting *next_flag(size_t *at)
{
    return next_row(at, false);
}

#define OFFSET(row) ((row)->offset - offsetof(struct settings, each.optimizer))

static double *number_in(struct optimizer_spec *spec, const struct setting *row)
{
    return (double *)((char *)spec + OFFSET(row));
}

static double number_of(const struct optimizer_spec *spec, const struct setting *row)
{
    return *(const double *)((const char *)spec + OFFSET(row));
}

static bool *flag_in(struct optimizer_spec *spec, const struct setting *row)
{
    return (bool *)((char *)spec + OFFSET(row));
}

static bool flag_of(const struct optimizer_spec *spec, const struct setting *row)
{
    return *(const bool *)((const char *)spec + OFFSET(row));
}

static bool has(const struct optimizer_spec *spec, const struct setting *row)
{
    return row->optimizer.having & (1u << spec->kind);
}

static bool writes_always(const struct optimizer_spec *spec, const struct setting *row)
{
    return has(spec, row) && (row->optimizer.always & (1u << spec->kind));
}

static double default_of(const struct optimizer_spec *spec, const struct setting *row)
{
    return spec->kind == row->optimizer.but ? row->optimizer.buts : row->optimizer.usual;
}

/* ---- numbers that nobody gave ---- */

void optimizer_spec_unset(struct optimizer_spec *spec)
{
    const struct setting *row;
    memset(spec, 0, sizeof *spec);
    for (size_t at = 0; (row = next_number(&at));)
        *number_in(spec, row) = NAN;
    spec->schedule.decay_rate = NAN;
}

void optimizer_spec_forget(struct optimizer_spec *spec)
{
    const struct setting *row;
    struct optimizer_spec usual;
    optimizer_spec_unset(&usual);
    usual.kind = spec->kind;
    usual.schedule.kind = spec->schedule.kind;
    optimizer_spec_fill(&usual);
    for (size_t at = 0; (row = next_number(&at));) {
        double *number = number_in(spec, row);
        if (number != &spec->learning_rate && *number == number_of(&usual, row))
            *number = NAN;
    }
    if (spec->schedule.decay_rate == usual.schedule.decay_rate)
        spec->schedule.decay_rate = NAN;
}

void optimizer_spec_fill(struct optimizer_spec *spec)
{
    const struct setting *row;
    struct schedule_spec *schedule = &spec->schedule;
    for (size_t at = 0; (row = next_number(&at));) {
        double *number = number_in(spec, row);
        if (!has(spec, row))
            *number = 0;
        else if (isnan(*number))
            *number = default_of(spec, row);
    }
    for (size_t at = 0; (row = next_flag(&at));) {
        if (!has(spec, row))
            *flag_in(spec, row) = false;
    }
    if (!schedule_kind_decays(schedule->kind))
        schedule->decay_rate = 0;
    else if (isnan(schedule->decay_rate))
        schedule->decay_rate = DECAY_RATE;
}

/* ---- the written form ---- */

static json_t *schedule_to_json(const struct schedule_spec *schedule)
{
    return json_pack("{s:s, s:I, s:f, s:I}", "name", schedule_kind_names[schedule->kind],
                     "decay_steps", (json_int_t)schedule->decay_steps, "decay_rate",
                     schedule->decay_rate, "warmup", (json_int_t)schedule->warmup);
}

json_t *optimizer_spec_to_json(const struct optimizer_spec *spec)
{
    const struct setting *row;
    const struct schedule_spec *schedule = &spec->schedule;
    char key[SETTING_KEY_SIZE];
    json_t *json = json_pack("{s:s}", "name", optimizer_kind_names[spec->kind]);
    for (size_t at = 0; (row = next_number(&at));) {
        double number = number_of(spec, row);
        if (writes_always(spec, row) || number > 0)
            json_object_set_new(json, setting_key(row, key), json_real(number));
    }
    for (size_t at = 0; (row = next_flag(&at));) {
        if (flag_of(spec, row))
            json_object_set_new(json, setting_key(row, key), json_true());
    }
    if (schedule->kind != SCHEDULE_CONSTANT || schedule->warmup > 0)
        json_object_set_new(json, "schedule", schedule_to_json(schedule));
    return json;
}

static enum rt_status number_from_json(const json_t *json, const struct setting *row,
                                       struct optimizer_spec *spec, struct rt_error *error)
{
    char key[SETTING_KEY_SIZE];
    const json_t *value = json_object_get(json, setting_key(row, key));
    double *number = number_in(spec, row);
    *number = 0;
    if (!has(spec, row) || (!value && !writes_always(spec, row)))
        return RT_OK;
    if (!json_is_number(value))
        return rt_fail(error, ERR_RUN_OPTIMIZER_NO_NUMBER, key);
    *number = json_number_value(value);
    /* A number that is optional may be 0, for none, though nobody could type that. */
    if (!setting_number_fits(row, *number) && (*number != 0 || writes_always(spec, row)))
        return rt_fail(error, ERR_RUN_OPTIMIZER_OUT_OF_RANGE, key);
    return RT_OK;
}

static enum rt_status schedule_from_json(const json_t *json, struct schedule_spec *schedule,
                                         struct rt_error *error)
{
    const char *name;
    json_int_t decay_steps, warmup;
    json_error_t reason;
    unsigned kind;
    if (!json)
        return RT_OK;
    if (json_unpack_ex((json_t *)json, &reason, 0, "{s:s, s:I, s:F, s:I}", "name", &name,
                       "decay_steps", &decay_steps, "decay_rate", &schedule->decay_rate, "warmup",
                       &warmup) != 0)
        return rt_fail(error, ERR_RUN_SCHEDULE_JSON, reason.text);
    if (!names_find(schedule_kind_names, name, &kind))
        return rt_fail(error, ERR_RUN_SCHEDULE_UNKNOWN);
    schedule->kind = (enum schedule_kind)kind;
    if (decay_steps < 0 || decay_steps > SETTINGS_MAX_STEPS || warmup < 0 ||
        warmup > SETTINGS_MAX_STEPS || !(schedule->decay_rate <= 1) ||
        !(schedule_kind_decays(schedule->kind) ? schedule->decay_rate > 0
                                               : schedule->decay_rate == 0))
        return rt_fail(error, ERR_RUN_SCHEDULE_OUT_OF_RANGE);
    schedule->decay_steps = (size_t)decay_steps;
    schedule->warmup = (size_t)warmup;
    return RT_OK;
}

enum rt_status optimizer_spec_from_json(const json_t *json, struct optimizer_spec *spec,
                                        struct rt_error *error)
{
    const struct setting *row;
    const char *name = json_string_value(json_object_get(json, "name"));
    enum rt_status status = RT_OK;
    char key[SETTING_KEY_SIZE];
    unsigned kind;
    memset(spec, 0, sizeof *spec);
    if (!name)
        return rt_fail(error, ERR_RUN_OPTIMIZER_LACKS_NAME);
    if (!names_find(optimizer_kind_names, name, &kind))
        return rt_fail(error, ERR_RUN_OPTIMIZER_UNKNOWN);
    spec->kind = (enum optimizer_kind)kind;
    for (size_t at = 0; status == RT_OK && (row = next_number(&at));)
        status = number_from_json(json, row, spec, error);
    for (size_t at = 0; (row = next_flag(&at));)
        *flag_in(spec, row) =
            has(spec, row) && json_is_true(json_object_get(json, setting_key(row, key)));
    if (status == RT_OK && optimizer_spec_clippings(spec) > 1)
        status = rt_fail(error, ERR_RUN_OPTIMIZER_CLIPS_TWICE);
    return status == RT_OK
               ? schedule_from_json(json_object_get(json, "schedule"), &spec->schedule, error)
               : status;
}
