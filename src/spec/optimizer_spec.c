#include "config.h"

#include "rnntop/spec/optimizer_spec.h"

#include <math.h>
#include <string.h>

#include "rnntop/spec/settings.h"

const char *const optimizer_kind_names[] = {"adam",  "sgd",    "rmsprop", "adagrad", "adadelta",
                                            "adamw", "adamax", "nadam",   "ftrl",    NULL};
const char *const schedule_kind_names[] = {"constant", "exponential", "cosine", "step", NULL};

#define BIT(kind)   (1u << OPTIMIZER_##kind)
#define ALL         ((1u << OPTIMIZER_KINDS) - 1)
#define MOMENTS     (BIT(ADAM) | BIT(ADAMW) | BIT(ADAMAX) | BIT(NADAM))
#define FIELD(name) offsetof(struct optimizer_spec, name)
#define LARGEST     1e38
#define DECAY_RATE  0.9

/* A number: who has it, who must have it in a file, and its range, low itself left out for those
 * that divide or scale. */
static const struct number {
    const char *key, *option;
    size_t offset;
    unsigned kinds, needed;
    bool above;
    double low, high;
} NUMBERS[] = {
    {"learning_rate", "learning-rate", FIELD(learning_rate), ALL, ALL, true, 0, LARGEST},
    {"momentum", "momentum", FIELD(momentum), BIT(SGD) | BIT(RMSPROP), BIT(SGD) | BIT(RMSPROP),
     false, 0, 1},
    {"rho", "rho", FIELD(rho), BIT(RMSPROP) | BIT(ADADELTA), BIT(RMSPROP) | BIT(ADADELTA), false, 0,
     1},
    {"beta_1", "beta-1", FIELD(beta_1), MOMENTS, MOMENTS, false, 0, 1},
    {"beta_2", "beta-2", FIELD(beta_2), MOMENTS, MOMENTS, false, 0, 1},
    {"epsilon", "epsilon", FIELD(epsilon), ALL & ~(BIT(SGD) | BIT(FTRL)),
     ALL & ~(BIT(SGD) | BIT(FTRL)), true, 0, LARGEST},
    {"weight_decay", "weight-decay", FIELD(weight_decay), ALL, BIT(ADAMW), false, 0,
     OPTIMIZER_WEIGHT_DECAY_END},
    {"clipnorm", "clipnorm", FIELD(clipnorm), ALL, 0, false, 0, LARGEST},
    {"clipvalue", "clipvalue", FIELD(clipvalue), ALL, 0, false, 0, LARGEST},
    {"global_clipnorm", "global-clipnorm", FIELD(global_clipnorm), ALL, 0, false, 0, LARGEST},
};

static const struct flag {
    const char *key;
    size_t offset;
    unsigned kinds;
} FLAGS[] = {
    {"nesterov", FIELD(nesterov), BIT(SGD)},
    {"centered", FIELD(centered), BIT(RMSPROP)},
    {"amsgrad", FIELD(amsgrad), BIT(ADAM) | BIT(ADAMW)},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static double *number_in(struct optimizer_spec *spec, const struct number *number)
{
    return (double *)((char *)spec + number->offset);
}

static double number_of(const struct optimizer_spec *spec, const struct number *number)
{
    return *(const double *)((const char *)spec + number->offset);
}

static bool *flag_in(struct optimizer_spec *spec, const struct flag *flag)
{
    return (bool *)((char *)spec + flag->offset);
}

static bool flag_of(const struct optimizer_spec *spec, const struct flag *flag)
{
    return *(const bool *)((const char *)spec + flag->offset);
}

const char *optimizer_kind_name(enum optimizer_kind kind)
{
    return optimizer_kind_names[kind];
}

void optimizer_spec_unset(struct optimizer_spec *spec)
{
    memset(spec, 0, sizeof *spec);
    for (size_t i = 0; i < COUNT(NUMBERS); i++)
        *number_in(spec, &NUMBERS[i]) = NAN;
    spec->schedule.decay_rate = NAN;
}

void optimizer_spec_forget(struct optimizer_spec *spec)
{
    struct optimizer_spec usual;
    optimizer_spec_unset(&usual);
    usual.kind = spec->kind;
    usual.schedule.kind = spec->schedule.kind;
    optimizer_spec_fill(&usual);
    for (size_t i = 0; i < COUNT(NUMBERS); i++) {
        if (NUMBERS[i].offset != offsetof(struct optimizer_spec, learning_rate) &&
            number_of(spec, &NUMBERS[i]) == number_of(&usual, &NUMBERS[i]))
            *number_in(spec, &NUMBERS[i]) = NAN;
    }
    if (spec->schedule.decay_rate == usual.schedule.decay_rate)
        spec->schedule.decay_rate = NAN;
}

/* ---- options ---- */

/* "sgd, rmsprop" */
static void list_kinds(unsigned kinds, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < OPTIMIZER_KINDS && used < size; i++) {
        if (kinds & (1u << i))
            used += (size_t)snprintf(out + used, size - used, "%s%s", used > 0 ? ", " : "",
                                     optimizer_kind_names[i]);
    }
}

static enum rt_status refuse_option(enum optimizer_kind kind, const char *option, unsigned kinds,
                                    struct rt_error *error)
{
    char having[100];
    list_kinds(kinds, having, sizeof having);
    return rt_fail_text(error, RT_ERR_USAGE,
                        "The optimizer %s has no %s: leave --%s out, or take --optimizer %s.",
                        optimizer_kind_name(kind), option, option, having);
}

static enum rt_status check_schedule(const struct schedule_spec *schedule, struct rt_error *error)
{
    bool has_rate = schedule->kind == SCHEDULE_EXPONENTIAL || schedule->kind == SCHEDULE_STEP;
    if (!isnan(schedule->decay_rate) && !has_rate)
        return rt_fail_text(error, RT_ERR_USAGE,
                            "--decay-rate belongs to --schedule exponential or step, not to %s.",
                            schedule_kind_names[schedule->kind]);
    if (schedule->decay_steps > 0 && schedule->kind == SCHEDULE_CONSTANT)
        return rt_fail_text(
            error, RT_ERR_USAGE,
            "--decay-steps belongs to a schedule: give --schedule exponential, cosine "
            "or step too.");
    return RT_OK;
}

enum rt_status optimizer_spec_check(const struct optimizer_spec *spec, struct rt_error *error)
{
    const unsigned bit = 1u << spec->kind;
    for (size_t i = 0; i < COUNT(NUMBERS); i++) {
        if (!isnan(number_of(spec, &NUMBERS[i])) && !(NUMBERS[i].kinds & bit))
            return refuse_option(spec->kind, NUMBERS[i].option, NUMBERS[i].kinds, error);
    }
    for (size_t i = 0; i < COUNT(FLAGS); i++) {
        if (flag_of(spec, &FLAGS[i]) && !(FLAGS[i].kinds & bit))
            return refuse_option(spec->kind, FLAGS[i].key, FLAGS[i].kinds, error);
    }
    if ((spec->clipnorm > 0) + (spec->clipvalue > 0) + (spec->global_clipnorm > 0) > 1)
        return rt_fail_text(
            error, RT_ERR_USAGE,
            "Of --clipnorm, --clipvalue and --global-clipnorm only one may be given.");
    if (spec->nesterov && !(spec->momentum > 0))
        return rt_fail_text(error, RT_ERR_USAGE,
                            "--nesterov needs a momentum: give --momentum 0.9 too.");
    return check_schedule(&spec->schedule, error);
}

static double preset(enum optimizer_kind kind, size_t offset)
{
    switch (offset) {
    case FIELD(learning_rate):
        return kind == OPTIMIZER_SGD ? 0.01 : 0.001;
    case FIELD(rho):
        return kind == OPTIMIZER_ADADELTA ? 0.95 : 0.9;
    case FIELD(beta_1):
        return 0.9;
    case FIELD(beta_2):
        return 0.999;
    case FIELD(epsilon):
        return 1e-7;
    case FIELD(weight_decay):
        return kind == OPTIMIZER_ADAMW ? 0.004 : 0;
    default:
        return 0;
    }
}

void optimizer_spec_fill(struct optimizer_spec *spec)
{
    const unsigned bit = 1u << spec->kind;
    struct schedule_spec *schedule = &spec->schedule;
    for (size_t i = 0; i < COUNT(NUMBERS); i++) {
        double *number = number_in(spec, &NUMBERS[i]);
        if (!(NUMBERS[i].kinds & bit))
            *number = 0;
        else if (isnan(*number))
            *number = preset(spec->kind, NUMBERS[i].offset);
    }
    for (size_t i = 0; i < COUNT(FLAGS); i++) {
        if (!(FLAGS[i].kinds & bit))
            *flag_in(spec, &FLAGS[i]) = false;
    }
    if (schedule->kind != SCHEDULE_EXPONENTIAL && schedule->kind != SCHEDULE_STEP)
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
    const unsigned bit = 1u << spec->kind;
    const struct schedule_spec *schedule = &spec->schedule;
    json_t *json = json_pack("{s:s}", "name", optimizer_kind_name(spec->kind));
    for (size_t i = 0; i < COUNT(NUMBERS); i++) {
        double number = number_of(spec, &NUMBERS[i]);
        if ((NUMBERS[i].needed & bit) || number > 0)
            json_object_set_new(json, NUMBERS[i].key, json_real(number));
    }
    for (size_t i = 0; i < COUNT(FLAGS); i++) {
        if (flag_of(spec, &FLAGS[i]))
            json_object_set_new(json, FLAGS[i].key, json_true());
    }
    if (schedule->kind != SCHEDULE_CONSTANT || schedule->warmup > 0)
        json_object_set_new(json, "schedule", schedule_to_json(schedule));
    return json;
}

static bool find_name(const char *const *names, const char *name, unsigned *index)
{
    for (*index = 0; names[*index]; (*index)++) {
        if (strcmp(names[*index], name) == 0)
            return true;
    }
    return false;
}

static bool in_range(const struct number *number, double value)
{
    return isfinite(value) && (number->above ? value > number->low : value >= number->low) &&
           (number->high == LARGEST ? value <= number->high : value < number->high);
}

static enum rt_status take_number(const json_t *json, const struct number *number,
                                  struct optimizer_spec *spec, struct rt_error *error)
{
    const unsigned bit = 1u << spec->kind;
    const json_t *value = json_object_get(json, number->key);
    double *field = number_in(spec, number);
    *field = 0;
    if (!(number->kinds & bit) || (!value && !(number->needed & bit)))
        return RT_OK;
    if (!json_is_number(value))
        return rt_fail_text(error, RT_ERR_FORMAT, "the run's optimizer: \"%s\" is no number.",
                            number->key);
    *field = json_number_value(value);
    if (!in_range(number, *field))
        return rt_fail_text(error, RT_ERR_FORMAT,
                            "the run's optimizer: \"%s\" is out of its range.", number->key);
    return RT_OK;
}

static enum rt_status take_schedule(const json_t *json, struct schedule_spec *schedule,
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
        return rt_fail_text(error, RT_ERR_FORMAT, "the run's schedule: %s.", reason.text);
    if (!find_name(schedule_kind_names, name, &kind))
        return rt_fail_text(error, RT_ERR_UNSUPPORTED,
                            "this version knows no such learning-rate schedule as the run's.");
    bool has_rate = kind == SCHEDULE_EXPONENTIAL || kind == SCHEDULE_STEP;
    if (decay_steps < 0 || decay_steps > SETTINGS_MAX_STEPS || warmup < 0 ||
        warmup > SETTINGS_MAX_STEPS || !(schedule->decay_rate <= 1) ||
        !(has_rate ? schedule->decay_rate > 0 : schedule->decay_rate == 0))
        return rt_fail_text(error, RT_ERR_FORMAT,
                            "the run's schedule has a figure out of its range.");
    schedule->kind = (enum schedule_kind)kind;
    schedule->decay_steps = (size_t)decay_steps;
    schedule->warmup = (size_t)warmup;
    return RT_OK;
}

enum rt_status optimizer_spec_from_json(const json_t *json, struct optimizer_spec *spec,
                                        struct rt_error *error)
{
    const char *name = json_string_value(json_object_get(json, "name"));
    enum rt_status status = RT_OK;
    unsigned kind;
    memset(spec, 0, sizeof *spec);
    if (!name)
        return rt_fail_text(error, RT_ERR_FORMAT, "the run's optimizer has no name.");
    if (!find_name(optimizer_kind_names, name, &kind))
        return rt_fail_text(error, RT_ERR_UNSUPPORTED,
                            "this version knows no such optimizer as the run's.");
    spec->kind = (enum optimizer_kind)kind;
    for (size_t i = 0; status == RT_OK && i < COUNT(NUMBERS); i++)
        status = take_number(json, &NUMBERS[i], spec, error);
    for (size_t i = 0; i < COUNT(FLAGS); i++) {
        if (FLAGS[i].kinds & (1u << kind))
            *flag_in(spec, &FLAGS[i]) = json_is_true(json_object_get(json, FLAGS[i].key));
    }
    if (status == RT_OK &&
        (spec->clipnorm > 0) + (spec->clipvalue > 0) + (spec->global_clipnorm > 0) > 1)
        status =
            rt_fail_text(error, RT_ERR_FORMAT, "the run's optimizer clips in more than one way.");
    return status == RT_OK
               ? take_schedule(json_object_get(json, "schedule"), &spec->schedule, error)
               : status;
}
