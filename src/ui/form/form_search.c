#include "config.h"

#include "rnntop/ui/form/form_search.h"

#include <string.h>

#include "rnntop/ui/form/form_lines.h"
#include "rnntop/ui/terminal/keypress.h"

#define CTRL(letter) ((letter) - 'A' + 1)

/* How well a field answers: by its whole name, its beginning, a part of it, or by its help; those
 * that have an effect before those that have none. 0: not at all. */
static int quality(const struct form *form, size_t field)
{
    const struct setting *setting = form->field[field];
    const char *wanted = form->search, *alias = setting->alias ? setting->alias : "";
    int good = 1;
    if (!form_lines_found(form, field))
        return 0;
    if (strcmp(setting->name, wanted) == 0 || strcmp(alias, wanted) == 0)
        good = 4;
    else if (strncmp(setting->name, wanted, strlen(wanted)) == 0)
        good = 3;
    else if (strstr(setting->name, wanted))
        good = 2;
    return 2 * good + form->applies[field];
}

/* The best answer is in hand; of equals the first. Where there is none, what was in hand stays. */
static bool look(struct form *form)
{
    int best = 0;
    for (size_t i = 0; i < form->fields; i++) {
        if (quality(form, i) > best) {
            best = quality(form, i);
            form->at = i;
        }
    }
    return true;
}

void form_search_begin(struct form *form)
{
    form->searching = true;
    form->search[0] = '\0';
    form->before = form->at;
    form->heading = false;
}

static bool end(struct form *form, size_t field)
{
    form->searching = false;
    form_go_to(form, field);
    return true;
}

static bool type(struct form *form, int key)
{
    size_t length = strlen(form->search);
    if (key < ' ' || key > '~' || length + 1 == sizeof form->search)
        return false;
    form->search[length] = (char)key;
    form->search[length + 1] = '\0';
    return look(form);
}

static bool erase(struct form *form)
{
    size_t length = strlen(form->search);
    if (length == 0)
        return end(form, form->before);
    form->search[length - 1] = '\0';
    if (length > 1)
        return look(form);
    form->at = form->before;
    return true;
}

/* To the next field found. */
static bool move(struct form *form, int direction)
{
    for (size_t i = form->at + (size_t)direction; i < form->fields; i += (size_t)direction) {
        if (form_lines_found(form, i)) { /* 0 - 1 is beyond them */
            form->at = i;
            return true;
        }
    }
    return false;
}

bool form_search_key(struct form *form, int key)
{
    switch (key) {
    case KEYPRESS_ESCAPE:
        return end(form, form->before);
    case '\r':
    case '\n':
    case '\t':
        if (!form->applies[form->at] || !form_lines_found(form, form->at))
            return false;
        return end(form, form->at);
    case KEYPRESS_UP:
    case KEYPRESS_SHIFT_TAB:
        return move(form, -1);
    case KEYPRESS_DOWN:
        return move(form, 1);
    case 127:
    case '\b':
        return erase(form);
    case CTRL('U'):
        form->search[0] = '\0';
        form->at = form->before;
        return true;
    default:
        return type(form, key);
    }
}
