#include "config.h"

#include "rnntop/ui/form/form.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/words/errors.h"

#define ROWS_AROUND 16 /* headings of groups, and what stands above and below the list */

/* ---- what it comes to ---- */

static void blame(struct form *form, size_t field, const struct rt_error *error)
{
    char text[ERRORS_TEXT_SIZE];
    if (form->trouble[0] != '\0' && field != form->at)
        return;
    snprintf(form->trouble, sizeof form->trouble, "%s", errors_say(error, text, sizeof text));
    form->trouble_at = field;
}

/* A run has one model; a list of them is for the command line. */
static bool one_model(const struct settings *settings, struct rt_error *error)
{
    if (settings->models == 1)
        return true;
    rt_fail(error, ERR_FORM_ONE_MODEL);
    return false;
}

/* Said while one types, and not when the run's turn comes. Words such as demo name no file. */
static bool is_there(const struct setting *setting, const char *path, struct rt_error *error)
{
    if (setting->kind != SETTING_PATH || path[0] == '\0' || access(path, R_OK) == 0)
        return true;
    for (size_t i = 0; setting->choices && setting->choices[i]; i++) {
        if (strcmp(setting->choices[i], path) == 0)
            return true;
    }
    rt_fail(error, ERR_FORM_NO_FILE, path);
    return false;
}

static bool is_model(const struct form *form, size_t field)
{
    return form->field[field]->kind == SETTING_MODELS;
}

static size_t model_field(const struct form *form)
{
    size_t i = 0;
    while (!is_model(form, i))
        i++;
    return i;
}

/* A field that applies goes into the settings; one without text leaves them their default. */
static bool take(const struct form *form, size_t i, struct settings *settings,
                 struct rt_error *error)
{
    const struct setting *setting = form->field[i];
    const char *text = form->text[i];
    if (text[0] == '\0' && !is_model(form, i))
        return true;
    if (settings_set(settings, setting->name, text, setting->name, error) != RT_OK)
        return false;
    return is_model(form, i) ? one_model(settings, error) : is_there(setting, text, error);
}

/* Half a model that is being written out is a written one already. */
static bool is_idle(const struct form *form, const struct settings *settings,
                    const struct setting *setting)
{
    if (setting->need == NEEDS_NAMED_MODEL && strpbrk(form->text[model_field(form)], ":("))
        return true;
    return !settings_apply(settings, setting);
}

/* Those that decide whether others apply come first: they need nothing themselves. */
static bool take_all(struct form *form, struct settings *settings)
{
    struct rt_error error;
    bool good = true;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < form->fields; i++) {
            const struct setting *setting = form->field[i];
            if ((setting->need != NEEDS_NOTHING) != (pass == 1))
                continue;
            form->applies[i] = !is_idle(form, settings, setting);
            form->refused[i] = form->applies[i] && !take(form, i, settings, &error);
            if (form->refused[i])
                blame(form, i, &error);
            good = good && !form->refused[i];
        }
    }
    return good;
}

static void find_defaults(struct form *form, const struct settings *settings)
{
    char text[SETTINGS_TEXT_SIZE];
    for (size_t i = 0; i < form->fields; i++) {
        /* Of the models, one: the command line's default is a list. */
        if (is_model(form, i))
            form->usual[i][0] = '\0';
        else
            snprintf(form->usual[i], sizeof form->usual[i], "%s",
                     settings_default(settings, form->field[i], text));
    }
}

/* What is no field stays as the run has it: above all, the same rows are held out. */
static void keep_the_rest(const struct form *form, struct settings *settings)
{
    settings->each.data.text.seed = form->from.data.text.seed;
    settings->callbacks.save_best = form->from.callbacks.saves_best;
}

void form_check(struct form *form)
{
    struct settings settings;
    struct rt_error error;
    form->trouble[0] = '\0';
    settings_init(&settings);
    keep_the_rest(form, &settings);
    form->ready = take_all(form, &settings);
    find_defaults(form, &settings);
    if (form->ready && settings_check(&settings, &error) != RT_OK) {
        form->ready = false;
        blame(form, form->at, &error);
    }
    if (form->ready && settings_build_run(&settings, &form->run, &error) != RT_OK) {
        form->ready = false;
        blame(form, model_field(form), &error);
    }
    settings_free(&settings);
}

const char *form_value(const struct form *form, size_t field)
{
    return form->text[field][0] != '\0' ? form->text[field] : form->usual[field];
}

bool form_differs(const struct form *form, size_t field)
{
    return strcmp(form_value(form, field), form->usual[field]) != 0 && !is_model(form, field);
}

/* ---- fields ---- */

static void list_fields(struct form *form)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    form->fields = 0;
    for (size_t group = 0; group < GROUP_COUNT; group++) {
        for (size_t i = 0; i < count; i++) {
            if ((size_t)table[i].group != group || table[i].scope != SCOPE_RUN)
                continue;
            assert(form->fields < FORM_MAX_FIELDS);
            form->field[form->fields++] = &table[i];
        }
    }
}

void form_go_to(struct form *form, size_t field)
{
    form->at = field;
    form->heading = false;
    form->folded[form->field[field]->group] = false;
    form->cursor = strlen(form->text[field]);
    form->whole = true;
    form_check(form); /* its own trouble is told first */
}

/* A number that the optimizer decides stays its to decide. */
static void leave_to_others(struct form *form)
{
    for (size_t i = 0; i < form->fields; i++) {
        if (!form->field[i]->preset && form->field[i]->kind != SETTING_FLAG &&
            !form_differs(form, i))
            form->text[i][0] = '\0';
    }
}

/* Where a screen can't show all of them. */
static void fold(struct form *form, int rows)
{
    int needed = ROWS_AROUND;
    for (size_t i = 0; i < form->fields; i++)
        needed += form->applies[i];
    for (size_t group = 0; group < GROUP_COUNT; group++)
        form->folded[group] = needed > rows;
}

void form_open(struct form *form, const struct run_spec *from, int rows)
{
    struct settings settings;
    memset(form, 0, sizeof *form);
    list_fields(form);
    form->from = *from;
    settings_init(&settings);
    settings_from_run(&settings, from);
    for (size_t i = 0; i < form->fields; i++)
        settings_get(&settings, form->field[i], form->text[i]);
    settings_free(&settings);
    form_check(form);
    leave_to_others(form);
    fold(form, rows);
    form_go_to(form, model_field(form));
}

void form_change(struct form *form, const struct form_change *change)
{
    size_t field = 0;
    while (field < form->fields && strcmp(form->field[field]->name, change->name) != 0)
        field++;
    assert(field < form->fields);
    snprintf(form->text[field], SETTINGS_TEXT_SIZE, "%s", change->value);
    form_go_to(form, field);
}
