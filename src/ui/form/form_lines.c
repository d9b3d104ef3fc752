#include "config.h"

#include "rnntop/ui/form/form_lines.h"

#include <ctype.h>
#include <string.h>

/* ---- what is shown ---- */

/* Names, help and what one types are ASCII. */
static bool holds(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (; text && *text; text++) {
        size_t i = 0;
        while (i < length && tolower((unsigned char)text[i]) == tolower((unsigned char)part[i]))
            i++;
        if (i == length)
            return true;
    }
    return false;
}

bool form_lines_found(const struct form *form, size_t field)
{
    const struct setting *setting = form->field[field];
    if (form->search[0] == '\0')
        return form->applies[field];
    return holds(setting->name, form->search) || holds(setting->alias, form->search) ||
           holds(setting->help, form->search);
}

/* The field in hand is seen, whatever it is. */
static bool is_listed(const struct form *form, size_t field)
{
    if (form->searching)
        return form_lines_found(form, field);
    return form->applies[field] || (field == form->at && !form->heading);
}

size_t form_lines_list(const struct form *form, struct form_line line[FORM_MAX_LINES])
{
    size_t lines = 0;
    int heading = -1; /* the group whose heading stands already */
    for (size_t i = 0; i < form->fields; i++) {
        enum setting_group group = form->field[i]->group;
        if (!is_listed(form, i))
            continue;
        if ((int)group != heading)
            line[lines++] = (struct form_line){true, group};
        heading = (int)group;
        if (form->searching || !form->folded[group])
            line[lines++] = (struct form_line){false, i};
    }
    return lines;
}

size_t form_lines_in_hand(const struct form *form, const struct form_line *line, size_t lines)
{
    size_t wanted = form->heading ? form->field[form->at]->group : form->at, i = 0;
    while (i < lines && (line[i].heading != form->heading || line[i].index != wanted))
        i++;
    return i;
}

size_t form_lines_count(const struct form *form, enum setting_group group)
{
    size_t count = 0;
    for (size_t i = 0; i < form->fields; i++)
        count += form->field[i]->group == group && form->applies[i];
    return count;
}

/* ---- going from one to another ---- */

static void take(struct form *form, const struct form_line *line)
{
    if (!line->heading) {
        form_go_to(form, line->index);
        return;
    }
    size_t first = 0; /* of the group's fields */
    while (form->field[first]->group != (enum setting_group)line->index || !form->applies[first])
        first++;
    form->at = first;
    form->heading = true;
    form_check(form);
}

void form_lines_move(struct form *form, int by)
{
    struct form_line line[FORM_MAX_LINES];
    int lines = (int)form_lines_list(form, line);
    int to = (int)form_lines_in_hand(form, line, (size_t)lines) + by;
    take(form, &line[to < 0 ? 0 : to < lines ? to : lines - 1]);
}

void form_lines_next_field(struct form *form, int direction)
{
    size_t at = form->at, step = direction > 0 ? 1 : form->fields - 1;
    if (!form->heading || direction < 0)
        at = (at + step) % form->fields;
    while (!form->applies[at])
        at = (at + step) % form->fields;
    form_go_to(form, at);
}

void form_lines_next_group(struct form *form, int direction)
{
    struct form_line line[FORM_MAX_LINES];
    size_t lines = form_lines_list(form, line), at = form_lines_in_hand(form, line, lines);
    do {
        at = direction > 0 ? at + 1 : at - 1;
    } while (at < lines && !line[at].heading); /* at - 1 of 0 is beyond them */
    if (at >= lines)
        at = direction > 0 ? lines - 1 : 0;
    take(form, &line[at]);
}
