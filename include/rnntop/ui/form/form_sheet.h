/*
 * form_sheet: the form while it is being drawn: its lines, and the rows where everything stands.
 * Plain data.
 */
#ifndef RNNTOP_UI_FORM_FORM_SHEET_H
#define RNNTOP_UI_FORM_FORM_SHEET_H

#include "rnntop/chart/canvas.h"
#include "rnntop/ui/form/form_lines.h"
#include "rnntop/ui/screen.h"

/* Columns; where a screen is narrow there are no defaults, and where it is wide there is help. */
enum {
    SHEET_NAME = 2,
    SHEET_VALUE = 24,
    SHEET_DEFAULT = 50,
    SHEET_DEFAULT_WIDE = 54,
    SHEET_HELP = 72,
    SHEET_ROOMY = 60, /* columns from which on there are defaults */
    SHEET_WIDE = 110  /* and from which on help */
};

struct form_sheet {
    const struct screen *screen;
    const struct board *board;
    const struct form *form;
    struct canvas *canvas;
    bool ascii;
    int width; /* the last column of a screen stays free */
    /* The list's lines, of which those from `first` on are shown; blank ones separate groups. */
    size_t lines, first;
    struct form_line line[FORM_MAX_LINES];
    bool airy;       /* a blank row after the fields of a group */
    int top, bottom; /* the rows of the list: [top, bottom) */
    int training_row, heading_row, model_row, help_row, message_row, hints_row; /* -1: none */
};

#endif
