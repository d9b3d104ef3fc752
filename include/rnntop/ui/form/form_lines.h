/*
 * form_lines: what a form shows: headings of groups, and the fields of those that are unfolded;
 * while something is looked for, the fields found. And going from one line to another. Pure.
 */
#ifndef RNNTOP_UI_FORM_FORM_LINES_H
#define RNNTOP_UI_FORM_FORM_LINES_H

#include "rnntop/ui/form/form.h"

#define FORM_MAX_LINES (FORM_MAX_FIELDS + GROUP_COUNT)

struct form_line {
    bool heading;
    size_t index; /* enum setting_group, or the field */
};

/* Returns how many. */
size_t form_lines_list(const struct form *form, struct form_line line[FORM_MAX_LINES]);

/* The place of what is in hand in such a list; `lines` where it is not in it. */
size_t form_lines_in_hand(const struct form *form, const struct form_line *line, size_t lines);

/* By so many lines; it stays within the list. */
void form_lines_move(struct form *form, int by);
/* The next field, or the one before, around the ends; its group unfolds. */
void form_lines_next_field(struct form *form, int direction);
/* The heading of the next group; or of this one, and from there of the one before; else the ends.
 */
void form_lines_next_group(struct form *form, int direction);

/* What a folded group holds: how many fields that apply. */
size_t form_lines_count(const struct form *form, enum setting_group group);

/* Whether the field is found by what is looked for: its name, its other name or its help has it. */
bool form_lines_found(const struct form *form, size_t field);

#endif
