/*
 * score_layout: which panel stands where, on which of the parts that a key turns through.
 *
 * From 118x34 on, all stands on one screen, as in columns; from 78x20 on, on two parts; on smaller
 * screens panels stand one below the other, and as many as fit make a part. What finds no room in
 * its place (a matrix of many classes) has a part of its own, behind those.
 */
#ifndef RNNTOP_UI_SCORE_SCORE_LAYOUT_H
#define RNNTOP_UI_SCORE_SCORE_LAYOUT_H

#include "rnntop/ui/score/panels.h"
#include "rnntop/ui/score/score.h"

struct score_place {
    enum score_panel panel;
    int part; /* from 0 */
    struct score_box box;
};

struct score_layout {
    int parts; /* 1 or more */
    size_t count;
    struct score_place place[PANEL_COUNT];
    int message_row; /* -1: none of its own */
    int hints_row;
};

/* There must be something to show: an epoch or a test. */
void score_layout_compute(struct score_layout *layout, const struct score *score, int columns,
                          int rows);

/* The part that a panel stands on, or -1. */
int score_layout_part(const struct score_layout *layout, enum score_panel panel);

/* Draws the panels of a part. */
void score_layout_draw(const struct score_layout *layout, const struct score *score, int part);

#endif
