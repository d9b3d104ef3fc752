/*
 * form_list: the rows of the form's list: headings and fields.
 */
#ifndef RNNTOP_UI_FORM_FORM_LIST_H
#define RNNTOP_UI_FORM_FORM_LIST_H

#include "rnntop/ui/form/form_sheet.h"

/* Finds the lines and those of them that are shown: what is in hand is in the middle, where not
 * all of them fit. The rows of the list must be known. */
void form_list_lay_out(struct form_sheet *sheet);

void form_list_draw(const struct form_sheet *sheet);

/* What the field's setting does. */
const char *form_list_help(const struct setting *setting);

#endif
