/* What the settings say, as a person would type it: settings_set() backwards. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/spec/model_text.h"
#include "rnntop/spec/settings.h"

_Static_assert(SETTINGS_TEXT_SIZE >= MODEL_TEXT_SIZE, "a model is a setting's value");

static void get_models(const struct settings *settings, char out[SETTINGS_TEXT_SIZE])
{
    size_t used = 0;
    if (settings->written.layers > 0) {
        model_text_print(&settings->written, out);
        return;
    }
    for (size_t i = 0; i < settings->models; i++)
        used += (size_t)snprintf(out + used, SETTINGS_TEXT_SIZE - used, "%s%s", i > 0 ? "," : "",
                                 settings_model_name(settings->model[i]));
}

static void get_sizes(const struct setting_sizes *sizes, const struct setting *setting,
                      char out[SETTINGS_TEXT_SIZE])
{
    size_t used = 0;
    if (sizes->count == 0)
        snprintf(out, SETTINGS_TEXT_SIZE, "%s", setting->choices[0]);
    for (size_t i = 0; i < sizes->count; i++)
        used += (size_t)snprintf(out + used, SETTINGS_TEXT_SIZE - used, "%s%zu", i > 0 ? "," : "",
                                 sizes->size[i]);
}

/* A choice that nobody made is beyond all of them. */
static void get_choice(unsigned choice, const struct setting *setting, char out[SETTINGS_TEXT_SIZE])
{
    for (unsigned i = 0; setting->choices[i]; i++) {
        if (i == choice)
            snprintf(out, SETTINGS_TEXT_SIZE, "%s", setting->choices[i]);
    }
}

char *settings_get(const struct settings *settings, const struct setting *setting,
                   char out[SETTINGS_TEXT_SIZE])
{
    const void *field = (const char *)settings + setting->offset;
    char number[JSON_NUMBER_SIZE];
    out[0] = '\0';
    switch (setting->kind) {
    case SETTING_FLAG:
        snprintf(out, SETTINGS_TEXT_SIZE, "%s", *(const bool *)field ? "yes" : "no");
        break;
    case SETTING_SIZE:
        if (*(const size_t *)field != CALLBACKS_NOT_GIVEN &&
            (setting->preset || (double)*(const size_t *)field >= setting->low))
            snprintf(out, SETTINGS_TEXT_SIZE, "%zu", *(const size_t *)field);
        break;
    case SETTING_SEED:
        snprintf(out, SETTINGS_TEXT_SIZE, "%llu", (unsigned long long)*(const uint64_t *)field);
        break;
    case SETTING_NUMBER:
    case SETTING_SHARE:
        if (isnan(*(const double *)field) || (!setting->preset && setting->kind == SETTING_NUMBER &&
                                              *(const double *)field <= setting->low))
            break; /* nobody gave it */
        json_double_text(*(const double *)field, number);
        /* JSON's "0.0" is nobody's way of writing 0. */
        if (strlen(number) > 2 && strcmp(number + strlen(number) - 2, ".0") == 0)
            number[strlen(number) - 2] = '\0';
        snprintf(out, SETTINGS_TEXT_SIZE, "%s", number);
        break;
    case SETTING_CHOICE:
        get_choice(*(const unsigned *)field, setting, out);
        break;
    case SETTING_MODELS:
        get_models(settings, out);
        break;
    case SETTING_SIZES:
        get_sizes(field, setting, out);
        break;
    case SETTING_TEXT:
        if (*(char *const *)field)
            snprintf(out, SETTINGS_TEXT_SIZE, "%s", *(char *const *)field);
        break;
    case SETTING_FIELD:
        snprintf(out, SETTINGS_TEXT_SIZE, "%s", (const char *)field);
        break;
    case SETTING_LINES:
        break;
    }
    return out;
}
