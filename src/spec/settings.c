#include "config.h"

#include "rnntop/spec/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/nearest.h"
#include "rnntop/spec/model_text.h"
#include "rnntop/spec/names.h"
#include "rnntop/spec/setting_kinds.h"
#include "rnntop/spec/settings_preset.h"

_Static_assert(SETTINGS_TEXT_SIZE >= MODEL_TEXT_SIZE, "a model is a setting's value");

void settings_init(struct settings *settings)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    memset(settings, 0, sizeof *settings);
    optimizer_spec_unset(&settings->each.optimizer);
    callbacks_options_init(&settings->callbacks);
    for (size_t i = 0; i < count; i++) {
        if (table[i].preset)
            settings_set(settings, table[i].name, table[i].preset, "", NULL);
    }
    memset(settings->given, 0, sizeof settings->given);
}

void settings_clear_lines(struct setting_lines *lines)
{
    while (lines->count > 0)
        free(lines->line[--lines->count]);
}

void settings_free(struct settings *settings)
{
    settings_clear_lines(&settings->run);
    settings_clear_lines(&settings->sweep);
    settings_clear_lines(&settings->from);
    free(settings->save);
    free(settings->csv);
    free(settings->url);
}

const struct setting *settings_find(const char *name)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(table[i].name, name) == 0 ||
            (table[i].alias && strcmp(table[i].alias, name) == 0))
            return &table[i];
    }
    return NULL;
}

enum rt_status settings_refuse_unknown(const char *name, bool (*may_be)(const struct setting *),
                                       struct rt_error *error)
{
    char near[NEAREST_LIST_SIZE];
    size_t count;
    const struct setting *table = settings_table(&count);
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < count; i++) {
        if (!may_be(&table[i]))
            continue;
        nearest_offer(&nearest, table[i].name);
        if (table[i].alias)
            nearest_offer(&nearest, table[i].alias);
    }
    return rt_fail(error, ERR_SETTING_UNKNOWN, name, nearest_list(&nearest, "", near));
}

enum rt_status settings_refuse_bare(const struct setting *setting, const char *typed,
                                    struct rt_error *error)
{
    switch (setting->kind) {
    case SETTING_LINES:
    case SETTING_TEXT:
    case SETTING_FIELD:
    case SETTING_PATH:
        return rt_fail(error, ERR_SETTING_LACKS_TEXT, typed, setting->metavar);
    default:
        break;
    }
    enum rt_status status = setting_refuse(setting, "", typed, error);
    return error ? rt_fail_within(error, ERR_SETTING_LACKS_VALUE) : status;
}

static bool any_setting(const struct setting *setting)
{
    return setting->scope != SCOPE_COMMAND || setting->commands != COMMAND_ALL; /* but --help */
}

/* ---- the models ---- */

const char *const settings_model_names[] = {"simplernn", "lstm", "gru", NULL};
static const enum layer_kind model_kinds[] = {LAYER_SIMPLE_RNN, LAYER_LSTM, LAYER_GRU};

static const char *model_name(enum layer_kind kind)
{
    size_t i = 0;
    while (model_kinds[i] != kind)
        i++;
    return settings_model_names[i];
}

static bool set_named(struct settings *settings, const char *text)
{
    enum layer_kind kind[SETTINGS_MAX_MODELS];
    size_t count = 0;
    for (;;) {
        size_t length = strcspn(text, ",");
        unsigned index;
        if (count == SETTINGS_MAX_MODELS ||
            !names_find_part(settings_model_names, text, length, &index))
            return false;
        /* Named twice it would be the same run twice: --seeds is what people mean. */
        for (size_t i = 0; i < count; i++) {
            if (kind[i] == model_kinds[index])
                return false;
        }
        kind[count++] = model_kinds[index];
        if (text[length] == '\0')
            break;
        text += length + 1;
    }
    memcpy(settings->model, kind, sizeof kind);
    settings->models = count;
    settings->each.model.layers = 0;
    return true;
}

/* A model that is written out says itself what is wrong with it. */
static enum rt_status set_written(struct settings *settings, const char *text, const char *subject,
                                  struct rt_error *error)
{
    struct model_spec model;
    enum rt_status status = model_text_parse(text, settings->each.data.num_words,
                                             settings->each.data.maxlen, &model, subject, error);
    if (status == RT_OK) {
        settings->each.model = model;
        settings->models = 1;
        settings->model[0] = model.layer[model_spec_recurrent(&model)].kind;
    }
    return status;
}

static enum rt_status set_models(struct settings *settings, const struct setting *setting,
                                 const char *text, const char *subject, struct rt_error *error)
{
    if (strpbrk(text, ":("))
        return set_written(settings, text, subject, error);
    return set_named(settings, text) ? RT_OK : setting_refuse(setting, text, subject, error);
}

static void write_models(const struct settings *settings, char out[SETTINGS_TEXT_SIZE])
{
    size_t used = 0;
    if (settings->each.model.layers > 0) {
        model_text_print(&settings->each.model, out);
        return;
    }
    for (size_t i = 0; i < settings->models; i++)
        used += (size_t)snprintf(out + used, SETTINGS_TEXT_SIZE - used, "%s%s", i > 0 ? "," : "",
                                 model_name(settings->model[i]));
}

/* ---- by name ---- */

static enum rt_status set(struct settings *settings, const struct setting *setting,
                          const char *value, const char *subject, struct rt_error *error)
{
    if (setting->kind == SETTING_MODELS)
        return set_models(settings, setting, value, subject, error);
    const enum setting_preset preset = settings->preset;
    if (!setting_read(setting, setting_field(settings, setting), value))
        return setting_refuse(setting, value, subject, error);
    if (setting->recipe)
        settings_change_preset(settings, preset, settings->preset);
    return RT_OK;
}

enum rt_status settings_set(struct settings *settings, const char *name, const char *value,
                            const char *subject, struct rt_error *error)
{
    const struct setting *setting = settings_find(name);
    enum rt_status status = setting ? set(settings, setting, value, subject, error)
                                    : settings_refuse_unknown(name, any_setting, error);
    if (status == RT_OK)
        *settings_given(settings, setting) = true;
    return status;
}

bool *settings_given(struct settings *settings, const struct setting *setting)
{
    size_t count;
    return &settings->given[setting - settings_table(&count)];
}

char *settings_get(const struct settings *settings, const struct setting *setting,
                   char out[SETTINGS_TEXT_SIZE])
{
    out[0] = '\0';
    if (setting->kind == SETTING_MODELS)
        write_models(settings, out);
    else if (setting->kind != SETTING_LINES)
        setting_write(setting, setting_value(settings, setting), out);
    return out;
}
