/*
 * panels: what the score view is made of: for each panel how many rows it takes, and how it is
 * drawn. Where it stands is score_layout's to say.
 */
#ifndef RNNTOP_UI_SCORE_PANELS_H
#define RNNTOP_UI_SCORE_PANELS_H

#include "rnntop/ui/score/score.h"

enum score_panel {
    PANEL_SUMMARY, /* what fits the smallest screens */
    PANEL_VALIDATION,
    PANEL_TEST,
    PANEL_EPOCHS,
    PANEL_ROC,
    PANEL_HISTOGRAM,
    PANEL_CALIBRATION,
    PANEL_LENGTHS,
    PANEL_WORST,
    PANEL_BALANCE,
    PANEL_COUNT
};

struct panel_rows {
    int least, most; /* 0: there is nothing to show */
};

struct panel_rows panel_rows(const struct score *score, enum score_panel panel, int columns);

void panel_draw(const struct score *score, enum score_panel panel, const struct score_box *box);

#endif
