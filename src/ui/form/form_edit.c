#include "config.h"

#include "rnntop/ui/form/form_edit.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/ui/terminal/keypress.h"

#define CTRL(letter) ((letter) - 'A' + 1)

static char *text_in_hand(struct form *form)
{
    return form->text[form->at];
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

bool form_edit_chosen(const struct form *form)
{
    const char *const *choices = choices_of(form);
    return choices && choices[place_of(choices, form_value(form, form->at))];
}

static bool choose(struct form *form, size_t place)
{
    snprintf(text_in_hand(form), SETTINGS_TEXT_SIZE, "%s", choices_of(form)[place]);
    form_go_to(form, form->at);
    return true;
}

static bool step(struct form *form, int by)
{
    const char *const *choices = choices_of(form);
    size_t count = count_of(choices), place = place_of(choices, form_value(form, form->at));
    return choose(form, (place + (by > 0 ? 1 : count - 1)) % count);
}

/* The next word that begins with the letter. */
static bool choose_letter(struct form *form, int letter)
{
    const char *const *choices = choices_of(form);
    size_t count = count_of(choices), place = place_of(choices, form_value(form, form->at));
    for (size_t i = 1; i <= count; i++) {
        size_t next = (place + i) % count;
        if (choices[next][0] == letter)
            return choose(form, next);
    }
    return false;
}

/* ---- typing ---- */

static bool edited(struct form *form)
{
    form->whole = false;
    form_check(form);
    return true;
}

static bool insert(struct form *form, int key)
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
static bool cut(struct form *form, size_t from, size_t to)
{
    char *text = text_in_hand(form);
    memmove(text + from, text + to, strlen(text + to) + 1);
    form->cursor = from;
    return edited(form);
}

static bool move_cursor(struct form *form, size_t to)
{
    form->cursor = to;
    form->whole = false;
    return true;
}

static bool type(struct form *form, int key)
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
        return key > ' ' && key <= '~' ? insert(form, key) : false;
    }
}

/* A choice is stepped through; a model that is a name is stepped through, but typed over too. */
static bool key_of_choice(struct form *form, int key)
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
    return key > ' ' && key <= '~' ? choose_letter(form, key) : false;
}

bool form_edit_takes(const struct form *form, int character)
{
    enum setting_kind kind = form->field[form->at]->kind;
    bool any = kind == SETTING_PATH || kind == SETTING_TEXT || kind == SETTING_FIELD;
    return any || character != '/';
}

bool form_edit_key(struct form *form, int key)
{
    return form_edit_chosen(form) ? key_of_choice(form, key) : type(form, key);
}
