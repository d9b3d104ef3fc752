#include "config.h"

#include "rnntop/ui/form/form.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/ui/terminal/keypress.h"
#include "rnntop/words/errors.h"

#define CTRL(letter) ((letter) - 'A' + 1)

static char *text_in_hand(struct form *form)
{
    return form->text[form->at];
}

/* ---- what it comes to ---- */

static void blame(struct form *form, size_t field, const char *why)
{
    if (form->trouble[0] != '\0' && field != form->at)
        return;
    snprintf(form->trouble, sizeof form->trouble, "%s", why);
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

static void check(struct form *form)
{
    struct settings settings;
    struct rt_error error;
    char text[ERRORS_TEXT_SIZE];
    bool good = true;
    size_t model = 0;
    form->trouble[0] = '\0';
    settings_init(&settings);
    for (size_t i = 0; i < form->fields; i++) {
        const struct setting *setting = form->field[i];
        bool unset = form->text[i][0] == '\0' && !setting->preset && setting->kind != SETTING_FLAG;
        bool taken = unset || settings_set(&settings, setting->name, form->text[i], setting->name,
                                           &error) == RT_OK;
        if (setting->kind == SETTING_MODELS) {
            model = i;
            taken = taken && one_model(&settings, &error);
        }
        taken = taken && is_there(setting, form->text[i], &error);
        form->refused[i] = !taken;
        if (!taken)
            blame(form, i, errors_say(&error, text, sizeof text));
        good = good && taken;
    }
    form->ready = good && settings_build_run(&settings, &form->run, &error) == RT_OK;
    if (good && !form->ready)
        blame(form, model, errors_say(&error, text, sizeof text));
    settings_free(&settings);
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

static void go_to(struct form *form, size_t field)
{
    form->at = field;
    form->cursor = strlen(text_in_hand(form));
    form->whole = true;
    check(form); /* its own trouble is told first */
}

void form_open(struct form *form, const struct run_spec *from)
{
    struct settings settings;
    list_fields(form);
    memcpy(form->from, from->name, sizeof form->from);
    settings_init(&settings);
    settings_from_run(&settings, from);
    for (size_t i = 0; i < form->fields; i++)
        settings_get(&settings, form->field[i], form->text[i]);
    settings_free(&settings);
    for (size_t i = 0; i < form->fields; i++) {
        if (form->field[i]->kind == SETTING_MODELS)
            form->at = i;
    }
    go_to(form, form->at);
}

void form_change(struct form *form, const struct form_change *change)
{
    size_t field = 0;
    while (field < form->fields && strcmp(form->field[field]->name, change->name) != 0)
        field++;
    assert(field < form->fields);
    snprintf(form->text[field], SETTINGS_TEXT_SIZE, "%s", change->value);
    go_to(form, field);
}

/* The words that the field in hand is chosen from; NULL where it is typed. */
static const char *const *choices_of(const struct form *form)
{
    static const char *const flag[] = {"no", "yes", NULL};
    switch (form->field[form->at]->kind) {
    case SETTING_FLAG:
        return flag;
    case SETTING_CHOICE:
    case SETTING_MODELS:
        return form->field[form->at]->choices;
    default:
        return NULL;
    }
}

static bool is_model_written(const char *text)
{
    return strpbrk(text, ":(") != NULL;
}

bool form_field_counts(const struct form *form, size_t field)
{
    if (form->field[field]->need != NEEDS_NAMED_MODEL)
        return true;
    for (size_t i = 0; i < form->fields; i++) {
        if (form->field[i]->kind == SETTING_MODELS && is_model_written(form->text[i]))
            return false;
    }
    return true;
}

const char *form_default(const struct form *form, size_t field)
{
    const struct setting *setting = form->field[field];
    if (setting->kind == SETTING_FLAG)
        return "no";
    return setting->preset ? setting->preset : "";
}

/* ---- choosing ---- */

/* The place of the text among the choices; their number where it is none of them. */
static size_t place_of(const char *const *choices, const char *text)
{
    size_t i = 0;
    while (choices[i] && strcmp(choices[i], text) != 0)
        i++;
    return i;
}

static size_t count_of(const char *const *choices)
{
    size_t count = 0;
    while (choices[count])
        count++;
    return count;
}

bool form_chosen(const struct form *form)
{
    const char *const *choices = choices_of(form);
    return choices && choices[place_of(choices, form->text[form->at])];
}

static enum form_result choose(struct form *form, size_t place)
{
    snprintf(text_in_hand(form), SETTINGS_TEXT_SIZE, "%s", choices_of(form)[place]);
    go_to(form, form->at);
    return FORM_CHANGED;
}

static enum form_result step(struct form *form, int by)
{
    const char *const *choices = choices_of(form);
    size_t count = count_of(choices), place = place_of(choices, text_in_hand(form));
    return choose(form, (place + (by > 0 ? 1 : count - 1)) % count);
}

/* The next word that begins with the letter. */
static enum form_result choose_letter(struct form *form, int letter)
{
    const char *const *choices = choices_of(form);
    size_t count = count_of(choices), place = place_of(choices, text_in_hand(form));
    for (size_t i = 1; i <= count; i++) {
        size_t next = (place + i) % count;
        if (choices[next][0] == letter)
            return choose(form, next);
    }
    return FORM_IGNORED;
}

/* ---- typing ---- */

static enum form_result edited(struct form *form)
{
    form->whole = false;
    check(form);
    return FORM_CHANGED;
}

static enum form_result insert(struct form *form, int key)
{
    char *text = text_in_hand(form);
    if (form->whole)
        text[form->cursor = 0] = '\0';
    size_t length = strlen(text);
    if (length + 1 < SETTINGS_TEXT_SIZE) {
        memmove(text + form->cursor + 1, text + form->cursor, length - form->cursor + 1);
        text[form->cursor++] = (char)key;
    }
    return edited(form);
}

/* Takes out the characters from one place to another. */
static enum form_result cut(struct form *form, size_t from, size_t to)
{
    char *text = text_in_hand(form);
    memmove(text + from, text + to, strlen(text + to) + 1);
    form->cursor = from;
    return edited(form);
}

static enum form_result move_cursor(struct form *form, size_t to)
{
    form->cursor = to;
    form->whole = false;
    return FORM_CHANGED;
}

static enum form_result type(struct form *form, int key)
{
    size_t length = strlen(text_in_hand(form)), at = form->cursor;
    switch (key) {
    case KEYPRESS_LEFT:
        return move_cursor(form, at > 0 ? at - 1 : 0);
    case KEYPRESS_RIGHT:
        return move_cursor(form, at < length ? at + 1 : length);
    case KEYPRESS_HOME:
    case CTRL('A'):
        return move_cursor(form, 0);
    case KEYPRESS_END:
    case CTRL('E'):
        return move_cursor(form, length);
    case 127:
    case '\b':
        return cut(form, at > 0 ? at - 1 : 0, at);
    case KEYPRESS_DELETE:
        return cut(form, at, at < length ? at + 1 : length);
    case CTRL('U'):
        return cut(form, 0, at);
    default:
        return key > ' ' && key <= '~' ? insert(form, key) : FORM_IGNORED;
    }
}

/* ---- keys ---- */

/* The first field of the next group, or of this one and then the one before; else the ends. */
static size_t group_away(const struct form *form, int direction)
{
    size_t at = form->at;
    if (direction > 0) {
        while (at + 1 < form->fields && form->field[at]->group == form->field[form->at]->group)
            at++;
        return at;
    }
    if (at > 0)
        at--;
    while (at > 0 && form->field[at - 1]->group == form->field[at]->group)
        at--;
    return at;
}

static enum form_result move(struct form *form, size_t field)
{
    go_to(form, field);
    return FORM_CHANGED;
}

/* A choice is stepped through; a model that is a name is stepped through, but typed over too. */
static enum form_result key_of_choice(struct form *form, int key)
{
    size_t last = count_of(choices_of(form)) - 1;
    bool model = form->field[form->at]->kind == SETTING_MODELS;
    switch (key) {
    case ' ':
    case KEYPRESS_RIGHT:
        return step(form, 1);
    case KEYPRESS_LEFT:
        return step(form, -1);
    case KEYPRESS_HOME:
        return model ? type(form, key) : choose(form, 0);
    case KEYPRESS_END:
        return model ? type(form, key) : choose(form, last);
    default:
        break;
    }
    if (model)
        return type(form, key);
    return key > ' ' && key <= '~' ? choose_letter(form, key) : FORM_IGNORED;
}

enum form_result form_key(struct form *form, int key)
{
    switch (key) {
    case KEYPRESS_ESCAPE:
        return FORM_LEFT;
    case '\r':
    case '\n':
        if (form->ready)
            return FORM_QUEUE;
        return move(form, form->trouble_at);
    case KEYPRESS_UP:
        return move(form, form->at > 0 ? form->at - 1 : 0);
    case KEYPRESS_DOWN:
        return move(form, form->at + 1 < form->fields ? form->at + 1 : form->at);
    case '\t':
        return move(form, (form->at + 1) % form->fields);
    case KEYPRESS_SHIFT_TAB:
        return move(form, (form->at + form->fields - 1) % form->fields);
    case KEYPRESS_PAGE_UP:
        return move(form, group_away(form, -1));
    case KEYPRESS_PAGE_DOWN:
        return move(form, group_away(form, 1));
    default:
        break;
    }
    return form_chosen(form) ? key_of_choice(form, key) : type(form, key);
}
