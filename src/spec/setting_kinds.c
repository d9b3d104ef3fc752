#include "config.h"

#include "rnntop/spec/setting_kinds.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/base/nearest.h"
#include "rnntop/spec/names.h"

/* ---- reading what was typed ---- */

/* strtod and strtoull take blanks, signs, hexadecimal and "infinity"; people mean digits. */
static bool parse_whole(const char *text, uint64_t *value)
{
    if (*text == '\0' || strspn(text, "0123456789") != strlen(text))
        return false;
    errno = 0;
    *value = strtoull(text, NULL, 10);
    return errno == 0;
}

static bool parse_whole_in_range(const struct setting *setting, const char *text, uint64_t *value)
{
    return parse_whole(text, value) && (double)*value >= setting->low &&
           (double)*value <= setting->high;
}

static bool parse_number(const char *text, double *value)
{
    if (*text == '\0' || strspn(text, "0123456789.eE+-") != strlen(text))
        return false;
    char *end;
    *value = strtod(text, &end);
    return *end == '\0' && isfinite(*value);
}

static bool read_flag(const struct setting *setting, void *field, const char *text)
{
    (void)setting;
    return names_flag(text, field);
}

static bool read_size(const struct setting *setting, void *field, const char *text)
{
    uint64_t whole;
    if (setting->choices && strcmp(text, setting->choices[0]) == 0) {
        *(size_t *)field = setting->automatic;
        return true;
    }
    if (!parse_whole_in_range(setting, text, &whole))
        return false;
    *(size_t *)field = (size_t)whole;
    return true;
}

static bool read_seed(const struct setting *setting, void *field, const char *text)
{
    uint64_t whole;
    if (!parse_whole_in_range(setting, text, &whole))
        return false;
    *(uint64_t *)field = whole;
    return true;
}

static bool read_number(const struct setting *setting, void *field, const char *text)
{
    double number;
    if (!parse_number(text, &number) || !setting_number_fits(setting, number))
        return false;
    *(double *)field = number;
    return true;
}

static bool read_choice(const struct setting *setting, void *field, const char *text)
{
    unsigned index;
    if (!names_find(setting->choices, text, &index))
        return false;
    setting->choice->set(field, index);
    return true;
}

static bool read_sizes(const struct setting *setting, void *field, const char *text)
{
    struct setting_sizes sizes = {0};
    if (strcmp(text, setting->choices[0]) != 0) {
        for (;;) {
            char word[24];
            uint64_t whole;
            size_t length = strcspn(text, ",");
            if (length >= sizeof word || sizes.count == SETTINGS_MAX_HIDDEN)
                return false;
            memcpy(word, text, length);
            word[length] = '\0';
            if (!parse_whole_in_range(setting, word, &whole))
                return false;
            sizes.size[sizes.count++] = (size_t)whole;
            if (text[length] == '\0')
                break;
            text += length + 1;
        }
    }
    *(struct setting_sizes *)field = sizes;
    return true;
}

static bool read_line(const struct setting *setting, void *field, const char *text)
{
    struct setting_lines *lines = field;
    (void)setting;
    if (lines->count == SETTINGS_MAX_LINES || text[strspn(text, " \t")] == '\0')
        return false;
    char *copy = strdup(text);
    if (!copy)
        return false;
    lines->line[lines->count++] = copy;
    return true;
}

static bool read_text(const struct setting *setting, void *field, const char *text)
{
    char **owned = field;
    (void)setting;
    if (*text == '\0')
        return false;
    char *copy = strdup(text);
    if (!copy)
        return false;
    free(*owned);
    *owned = copy;
    return true;
}

static bool read_field(const struct setting *setting, void *field, const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length >= setting->size)
        return false;
    memset(field, 0, setting->size);
    memcpy(field, text, length);
    return true;
}

/* ---- writing it as one would type it ---- */

static void write_flag(const struct setting *setting, const void *field,
                       char out[SETTINGS_TEXT_SIZE])
{
    (void)setting;
    snprintf(out, SETTINGS_TEXT_SIZE, "%s", *(const bool *)field ? "yes" : "no");
}

/* A size that nobody gave is CALLBACKS_NOT_GIVEN or, where 0 is out of range, 0. */
static void write_size(const struct setting *setting, const void *field,
                       char out[SETTINGS_TEXT_SIZE])
{
    size_t size = *(const size_t *)field;
    if (setting->choices && size == setting->automatic)
        snprintf(out, SETTINGS_TEXT_SIZE, "%s", setting->choices[0]);
    else if (size != CALLBACKS_NOT_GIVEN && (setting->preset || (double)size >= setting->low))
        snprintf(out, SETTINGS_TEXT_SIZE, "%zu", size);
}

static void write_seed(const struct setting *setting, const void *field,
                       char out[SETTINGS_TEXT_SIZE])
{
    (void)setting;
    snprintf(out, SETTINGS_TEXT_SIZE, "%llu", (unsigned long long)*(const uint64_t *)field);
}

/* A number that nobody gave is NaN or, where 0 is out of range, 0. */
static void write_number(const struct setting *setting, const void *field,
                         char out[SETTINGS_TEXT_SIZE])
{
    double value = *(const double *)field;
    char number[JSON_NUMBER_SIZE];
    bool zero = setting->kind == SETTING_NUMBER && value <= setting->low;
    if (isnan(value) || (zero && !setting->preset))
        return;
    json_double_text(value, number);
    /* JSON's "0.0" is nobody's way of writing 0. */
    if (strlen(number) > 2 && strcmp(number + strlen(number) - 2, ".0") == 0)
        number[strlen(number) - 2] = '\0';
    snprintf(out, SETTINGS_TEXT_SIZE, "%s", number);
}

/* A choice that nobody made is beyond all of them. */
static void write_choice(const struct setting *setting, const void *field,
                         char out[SETTINGS_TEXT_SIZE])
{
    unsigned choice = setting->choice->get(field);
    for (unsigned i = 0; setting->choices[i]; i++) {
        if (i == choice)
            snprintf(out, SETTINGS_TEXT_SIZE, "%s", setting->choices[i]);
    }
}

static void write_sizes(const struct setting *setting, const void *field,
                        char out[SETTINGS_TEXT_SIZE])
{
    const struct setting_sizes *sizes = field;
    size_t used = 0;
    if (sizes->count == 0)
        snprintf(out, SETTINGS_TEXT_SIZE, "%s", setting->choices[0]);
    for (size_t i = 0; i < sizes->count; i++)
        used += (size_t)snprintf(out + used, SETTINGS_TEXT_SIZE - used, "%s%zu", i > 0 ? "," : "",
                                 sizes->size[i]);
}

static void write_text(const struct setting *setting, const void *field,
                       char out[SETTINGS_TEXT_SIZE])
{
    const char *text = *(char *const *)field;
    (void)setting;
    if (text)
        snprintf(out, SETTINGS_TEXT_SIZE, "%s", text);
}

static void write_field(const struct setting *setting, const void *field,
                        char out[SETTINGS_TEXT_SIZE])
{
    (void)setting;
    snprintf(out, SETTINGS_TEXT_SIZE, "%s", (const char *)field);
}

/* ---- owning ---- */

static bool copy_text(void *field)
{
    char **owned = field;
    if (!*owned)
        return true;
    *owned = strdup(*owned);
    return *owned != NULL;
}

static bool leave_lines(void *field)
{
    *(struct setting_lines *)field = (struct setting_lines){0};
    return true;
}

/* ---- refusing ---- */

static enum rt_status refuse_flag(const struct setting *setting, const char *value,
                                  const char *subject, struct rt_error *error)
{
    (void)setting;
    return rt_fail(error, ERR_SETTING_NO_FLAG, subject, value);
}

static enum rt_status refuse_whole(const struct setting *setting, const char *value,
                                   const char *subject, struct rt_error *error)
{
    return rt_fail(error, ERR_SETTING_NO_WHOLE, subject, (uint64_t)setting->low,
                   (uint64_t)setting->high, value);
}

static enum rt_status refuse_size(const struct setting *setting, const char *value,
                                  const char *subject, struct rt_error *error)
{
    if (!setting->choices)
        return refuse_whole(setting, value, subject, error);
    return rt_fail(error, ERR_SETTING_NO_SIZE, subject, (uint64_t)setting->low,
                   (uint64_t)setting->high, setting->choices[0], value);
}

static enum rt_status refuse_number(const struct setting *setting, const char *value,
                                    const char *subject, struct rt_error *error)
{
    return rt_fail(error, ERR_SETTING_NO_NUMBER, subject, setting->low, setting->high, value);
}

static enum rt_status refuse_share(const struct setting *setting, const char *value,
                                   const char *subject, struct rt_error *error)
{
    return rt_fail(error, ERR_SETTING_NO_SHARE, subject, setting->low, setting->high, value);
}

#define LIST_SIZE 200

/* "pre, post" */
static const char *list_choices(const struct setting *setting, char out[LIST_SIZE])
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; setting->choices[i] && used < LIST_SIZE; i++)
        used += (size_t)snprintf(out + used, LIST_SIZE - used, "%s%s", i > 0 ? ", " : "",
                                 setting->choices[i]);
    return out;
}

static enum rt_status refuse_choice(const struct setting *setting, const char *value,
                                    const char *subject, struct rt_error *error)
{
    char list[LIST_SIZE], near[NEAREST_LIST_SIZE];
    struct nearest nearest = nearest_of(setting->choices, value);
    return rt_fail(error, ERR_SETTING_NO_CHOICE, subject, list_choices(setting, list), value,
                   nearest_list(&nearest, "", near));
}

/* What may have been meant is told of the first word that is no model. */
static enum rt_status refuse_models(const struct setting *setting, const char *value,
                                    const char *subject, struct rt_error *error)
{
    char list[LIST_SIZE], near[NEAREST_LIST_SIZE], word[SETTINGS_TEXT_SIZE] = "";
    const char *at = value;
    unsigned index;
    while (*at && names_find_part(setting->choices, at, strcspn(at, ","), &index)) {
        at += strcspn(at, ",");
        at += *at == ',';
    }
    snprintf(word, sizeof word, "%.*s", (int)strcspn(at, ","), at);
    struct nearest nearest = nearest_of(setting->choices, word);
    return rt_fail(error, ERR_SETTING_NO_MODELS, subject, list_choices(setting, list), value,
                   nearest_list(&nearest, "", near));
}

static enum rt_status refuse_sizes(const struct setting *setting, const char *value,
                                   const char *subject, struct rt_error *error)
{
    return rt_fail(error, ERR_SETTING_NO_SIZES, subject, setting->choices[0], SETTINGS_MAX_HIDDEN,
                   (uint64_t)setting->low, (uint64_t)setting->high, value);
}

static enum rt_status refuse_line(const struct setting *setting, const char *value,
                                  const char *subject, struct rt_error *error)
{
    (void)setting;
    return rt_fail(error, ERR_SETTING_NO_LINE, subject, SETTINGS_MAX_LINES, value);
}

static enum rt_status refuse_text(const struct setting *setting, const char *value,
                                  const char *subject, struct rt_error *error)
{
    (void)setting;
    return rt_fail(error, ERR_SETTING_NO_TEXT, subject, value);
}

static enum rt_status refuse_field(const struct setting *setting, const char *value,
                                   const char *subject, struct rt_error *error)
{
    return rt_fail(error, ERR_SETTING_NO_FIELD, subject, setting->size - 1, value);
}

/* ---- the rows ---- */

static const struct kind {
    bool (*read)(const struct setting *setting, void *field, const char *text);
    void (*write)(const struct setting *setting, const void *field, char out[SETTINGS_TEXT_SIZE]);
    enum rt_status (*refuse)(const struct setting *setting, const char *value, const char *subject,
                             struct rt_error *error);
    bool (*copy_owned)(void *field); /* NULL: such a field owns nothing */
} kinds[SETTING_KINDS] = {
    [SETTING_FLAG] = {read_flag, write_flag, refuse_flag, NULL},
    [SETTING_SIZE] = {read_size, write_size, refuse_size, NULL},
    [SETTING_SEED] = {read_seed, write_seed, refuse_whole, NULL},
    [SETTING_NUMBER] = {read_number, write_number, refuse_number, NULL},
    [SETTING_SHARE] = {read_number, write_number, refuse_share, NULL},
    [SETTING_CHOICE] = {read_choice, write_choice, refuse_choice, NULL},
    /* Spread over several fields: settings.c reads and writes it. */
    [SETTING_MODELS] = {NULL, NULL, refuse_models, NULL},
    [SETTING_SIZES] = {read_sizes, write_sizes, refuse_sizes, NULL},
    [SETTING_LINES] = {read_line, NULL, refuse_line, leave_lines},
    [SETTING_TEXT] = {read_text, write_text, refuse_text, copy_text},
    [SETTING_FIELD] = {read_field, write_field, refuse_field, NULL},
    [SETTING_PATH] = {read_field, write_field, refuse_field, NULL},
};

void *setting_field(struct settings *settings, const struct setting *setting)
{
    return (char *)settings + setting->offset;
}

const void *setting_value(const struct settings *settings, const struct setting *setting)
{
    return (const char *)settings + setting->offset;
}

void *setting_run_field(struct run_spec *run, const struct setting *setting)
{
    return (char *)run + (setting->offset - offsetof(struct settings, each));
}

const void *setting_run_value(const struct run_spec *run, const struct setting *setting)
{
    return (const char *)run + (setting->offset - offsetof(struct settings, each));
}

bool setting_read(const struct setting *setting, void *field, const char *text)
{
    return kinds[setting->kind].read(setting, field, text);
}

char *setting_write(const struct setting *setting, const void *field, char out[SETTINGS_TEXT_SIZE])
{
    out[0] = '\0';
    kinds[setting->kind].write(setting, field, out);
    return out;
}

enum rt_status setting_refuse(const struct setting *setting, const char *value, const char *subject,
                              struct rt_error *error)
{
    return kinds[setting->kind].refuse(setting, value, subject, error);
}

bool setting_copy_owned(const struct setting *setting, void *field)
{
    return !kinds[setting->kind].copy_owned || kinds[setting->kind].copy_owned(field);
}

char *setting_key(const struct setting *setting, char key[SETTING_KEY_SIZE])
{
    size_t i = 0;
    for (; setting->name[i] && i + 1 < SETTING_KEY_SIZE; i++)
        key[i] = setting->name[i] == '-' ? '_' : setting->name[i];
    key[i] = '\0';
    return key;
}

bool setting_number_fits(const struct setting *setting, double value)
{
    if (setting->kind == SETTING_SHARE)
        return value >= setting->low && value < setting->high;
    return value > setting->low && value <= setting->high;
}
