#include "config.h"

#include "rnntop/ui/form/form_keys.h"

#include "rnntop/ui/form/form_edit.h"
#include "rnntop/ui/form/form_lines.h"
#include "rnntop/ui/form/form_search.h"
#include "rnntop/ui/terminal/keypress.h"

#define CTRL(letter) ((letter) - 'A' + 1)

static enum form_result result_of(bool changed)
{
    return changed ? FORM_CHANGED : FORM_IGNORED;
}

/* Where nothing is typed: the group folds and unfolds. */
static bool key_of_heading(struct form *form, int key)
{
    bool *folded = &form->folded[form->field[form->at]->group];
    switch (key) {
    case ' ':
        *folded = !*folded;
        return true;
    case KEYPRESS_LEFT:
        *folded = true;
        return true;
    case KEYPRESS_RIGHT:
        *folded = false;
        return true;
    case KEYPRESS_HOME:
        form_lines_move(form, -FORM_MAX_LINES);
        return true;
    case KEYPRESS_END:
        form_lines_move(form, FORM_MAX_LINES);
        return true;
    default:
        return false;
    }
}

/* Keys that lead to another line; false for all others. */
static bool move(struct form *form, int key)
{
    switch (key) {
    case KEYPRESS_UP:
        form_lines_move(form, -1);
        return true;
    case KEYPRESS_DOWN:
        form_lines_move(form, 1);
        return true;
    case '\t':
        form_lines_next_field(form, 1);
        return true;
    case KEYPRESS_SHIFT_TAB:
        form_lines_next_field(form, -1);
        return true;
    case KEYPRESS_PAGE_UP:
        form_lines_next_group(form, -1);
        return true;
    case KEYPRESS_PAGE_DOWN:
        form_lines_next_group(form, 1);
        return true;
    default:
        return false;
    }
}

enum form_result form_keys_press(struct form *form, int key)
{
    if (form->searching)
        return result_of(form_search_key(form, key));
    if (move(form, key))
        return FORM_CHANGED;
    switch (key) {
    case KEYPRESS_ESCAPE:
        return FORM_LEFT;
    case '\r':
    case '\n':
        if (form->ready)
            return FORM_QUEUE;
        form_go_to(form, form->trouble_at);
        return FORM_CHANGED;
    case '/':
        if (!form->heading && form_edit_takes(form, key))
            break;
        form_search_begin(form);
        return FORM_CHANGED;
    case CTRL('F'):
        form_search_begin(form);
        return FORM_CHANGED;
    default:
        break;
    }
    return result_of(form->heading ? key_of_heading(form, key) : form_edit_key(form, key));
}
