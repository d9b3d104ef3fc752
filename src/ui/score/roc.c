#include "config.h"

#include "rnntop/ui/score/roc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

#define LABELS 4 /* columns of "1.0" and the axis */

enum { RANK_DIAGONAL = 1, RANK_OTHER, RANK_CURVE, RANK_MARK };

struct plot {
    const struct score *score;
    const struct score_box *box;
    struct raster *raster;
    int columns, rows; /* cells */
};

int roc_most_rows(int columns)
{
    return (columns - LABELS) / 2 + 2;
}

/* ---- lines through dots ---- */

/* A straight line's dots, of which every `apart`-th is drawn; *since: dots since the last one. */
struct pen {
    int apart, since;
    unsigned rank;
    enum role role;
    uint32_t ascii; /* what a dot is in ASCII; 0: a stroke */
};

static void touch(const struct plot *plot, struct pen *pen, double x, double y)
{
    int across = raster_across(plot->score->dots), down = raster_down(plot->score->dots);
    int dot_x = (int)lround(x * (plot->columns * across - 1));
    int dot_y = (int)lround((1 - y) * (plot->rows * down - 1));
    if (pen->since++ % pen->apart != 0)
        return;
    if (plot->score->dots == RASTER_ASCII && pen->ascii)
        raster_cell(plot->raster, dot_x / across, dot_y / down, pen->ascii, pen->rank, pen->role);
    else
        raster_dot(plot->raster, dot_x, dot_y, pen->rank, pen->role);
}

static void draw_line(const struct plot *plot, struct pen *pen, double x0, double y0, double x1,
                      double y1)
{
    double wide = fabs(x1 - x0) * plot->columns * raster_across(plot->score->dots);
    double high = fabs(y1 - y0) * plot->rows * raster_down(plot->score->dots);
    int steps = (int)ceil(fmax(wide, high));
    for (int i = 0; i < steps; i++) {
        double part = (double)i / steps;
        touch(plot, pen, x0 + part * (x1 - x0), y0 + part * (y1 - y0));
    }
}

static bool is_rate(float value)
{
    return value >= 0 && value <= 1;
}

static void draw_curve(const struct plot *plot, const struct judged_curve *curve, struct pen pen)
{
    for (size_t i = 0; i + 1 < curve->points; i++) {
        if (is_rate(curve->fpr[i]) && is_rate(curve->tpr[i]) && is_rate(curve->fpr[i + 1]) &&
            is_rate(curve->tpr[i + 1]))
            draw_line(plot, &pen, curve->fpr[i], curve->tpr[i], curve->fpr[i + 1],
                      curve->tpr[i + 1]);
    }
}

static void put_sign(const struct plot *plot, double x, double y, uint32_t sign, enum role role)
{
    raster_cell(plot->raster, (int)lround(x * (plot->columns - 1)),
                (int)lround((1 - y) * (plot->rows - 1)), sign, RANK_MARK, role);
}

/* ---- what is drawn ---- */

/* Where rows with p above 0.5 are said to be of class 1: as the matrix has it. */
static void mark_half(const struct plot *plot)
{
    const struct metrics *val = &plot->score->epoch->val;
    if (val->classes != 2)
        return;
    double negatives = (double)metrics_count(val, 0, 0) + metrics_count(val, 0, 1);
    double positives = (double)metrics_count(val, 1, 0) + metrics_count(val, 1, 1);
    if (negatives > 0 && positives > 0)
        put_sign(plot, metrics_count(val, 0, 1) / negatives, metrics_count(val, 1, 1) / positives,
                 glyph(plot->score->ascii, GLYPH_MARK_BEST), ROLE_STRONG);
}

static void draw_two(const struct plot *plot)
{
    const struct judgement *other = plot->score->other;
    if (other)
        draw_curve(plot, &other->curve[0],
                   (struct pen){.apart = plot->score->dots == RASTER_ASCII ? 2 : 3,
                                .rank = RANK_OTHER,
                                .role = ROLE_OTHER,
                                .ascii = 'x'});
    draw_curve(plot, &plot->score->judgement->curve[0],
               (struct pen){.apart = 1, .rank = RANK_CURVE, .role = ROLE_VAL});
    mark_half(plot);
}

static enum role class_role(size_t i)
{
    return (enum role)(ROLE_RUN_1 + i);
}

/* Its letter, at another part of each curve, so that they don't hide each other. */
static void letter_curve(const struct plot *plot, const struct judged_curve *curve, size_t i)
{
    size_t at = curve->points * (i + 2) / 10;
    if (at < curve->points && is_rate(curve->fpr[at]) && is_rate(curve->tpr[at]))
        put_sign(plot, curve->fpr[at], curve->tpr[at], (uint32_t)('A' + i), class_role(i));
}

static void draw_many(const struct plot *plot)
{
    const struct judgement *judgement = plot->score->judgement;
    for (size_t i = 0; i < judgement->curves; i++)
        draw_curve(plot, &judgement->curve[i],
                   (struct pen){.apart = 1, .rank = RANK_CURVE, .role = class_role(i)});
    for (size_t i = 0; i < judgement->curves; i++)
        letter_curve(plot, &judgement->curve[i], i);
}

/* ---- around it ---- */

static void draw_axis(const struct plot *plot)
{
    static const char *const LABEL[] = {"1.0", "0.5", "0.0"};
    const struct score *score = plot->score;
    const int middle = plot->rows % 2 ? plot->rows / 2 : -1; /* where it is really the middle */
    for (int row = 0; row < plot->rows; row++) {
        const char *label = row == 0 ? LABEL[0] : row == middle ? LABEL[1] : NULL;
        label = row == plot->rows - 1 ? LABEL[2] : label;
        canvas_put(score->canvas, plot->box->column + LABELS - 1, plot->box->row + 1 + row,
                   glyph(score->ascii, label ? GLYPH_AXIS_LABEL : GLYPH_AXIS), ROLE_DIM);
        if (label)
            score_text(score, plot->box, 0, row + 1, label, ROLE_DIM);
    }
}

static int put_sample(const struct plot *plot, int column, enum legend legend, enum role role,
                      const char *text)
{
    const char *sample = legend_sample(plot->score->screen, legend);
    score_text(plot->score, plot->box, column, 0, sample, role);
    column += (int)utf8_text_columns(sample) + 1;
    score_text(plot->score, plot->box, column, 0, text, ROLE_DIM);
    return column + (int)utf8_text_columns(text) + 2;
}

/* The name stands there where there is room for both. */
static void put_title(const struct plot *plot)
{
    const struct score *score = plot->score;
    const struct judgement *judgement = score->judgement;
    char own[SCORE_TEXT], other[SCORE_TEXT] = "", area[FIGURE_SIZE];
    const char *title = string_get(STR_SCORE_ROC);
    int column = LABELS + (int)utf8_text_columns(title) + 2;
    score_text(score, plot->box, LABELS, 0, title, ROLE_STRONG);
    if (judgement->curves != 1)
        return;
    figure_value(area, judgement->curve[0].auc);
    if (score->other)
        figure_value(other, score->other->curve[0].auc);
    snprintf(own, sizeof own, "%s %s", score->seen.spec->name, area);
    if (column + 4 + (int)utf8_text_columns(own) + 8 + (int)utf8_text_columns(other) >
        plot->box->columns)
        snprintf(own, sizeof own, "%s", area);
    column = put_sample(plot, column, LEGEND_TRAIN, ROLE_VAL, own);
    if (other[0])
        put_sample(plot, column, LEGEND_DOTTED, ROLE_OTHER, other);
}

/* In the corner below the diagonal, where only a curve worse than guessing would run. */
static void put_areas(const struct plot *plot)
{
    const struct judgement *judgement = plot->score->judgement;
    const int count = (int)judgement->curves, most = plot->columns / 2;
    for (int i = 0; i < count && judgement->curves > 1; i++) {
        char text[SCORE_TEXT], name[CLASS_NAME_SIZE], area[FIGURE_SIZE];
        const struct judged_curve *curve = &judgement->curve[i];
        score_class_name(plot->score->classes, curve->class, name);
        snprintf(text, sizeof text, "%c %s", 'A' + i, name);
        fit_cut(text, most - 6);
        figure_value(area, curve->auc);
        int row = 1 + plot->rows - 1 - count + i, begin = plot->box->columns - most;
        score_text(plot->score, plot->box, begin, row, text, class_role((size_t)i));
        score_text_right(plot->score, plot->box, plot->box->columns, row, area, ROLE_PLAIN);
    }
}

static void put_caption(const struct plot *plot)
{
    char text[SCORE_TEXT], sign[5] = "";
    const struct score *score = plot->score;
    const int row = plot->box->rows - 1;
    const char *axes = string_get(score->ascii ? STR_SCORE_ROC_AXES_ASCII : STR_SCORE_ROC_AXES);
    score_text(score, plot->box, LABELS, row, axes, ROLE_DIM);
    sign[utf8_encode(glyph(score->ascii, GLYPH_MARK_BEST), sign)] = '\0';
    string_fill(text, sizeof text, STR_SCORE_ROC_HALF, sign);
    if (score->judgement->curves == 1 &&
        LABELS + (int)utf8_text_columns(axes) + 2 + (int)utf8_text_columns(text) <=
            plot->box->columns)
        score_text_right(score, plot->box, plot->box->columns, row, text, ROLE_DIM);
}

static void say_none(const struct score *score, const struct score_box *box)
{
    char text[SCORE_TEXT], figure[FIGURE_SIZE];
    string_fill(text, sizeof text, STR_SCORE_ROC_NONE, figure_count(figure, JUDGEMENT_CURVES));
    score_text(score, box, LABELS, 0, string_get(STR_SCORE_ROC), ROLE_STRONG);
    fit_text(score->canvas, score->ascii, box->column + LABELS, box->column + box->columns,
             box->row + 1, text, ROLE_DIM);
}

void roc_draw(const struct score *score, const struct score_box *box)
{
    struct plot plot = {score, box, NULL, box->columns - LABELS, box->rows - 2};
    if (score->judgement->curves == 0) {
        say_none(score, box);
        return;
    }
    plot.raster = raster_create(score->dots, plot.columns, plot.rows);
    draw_axis(&plot);
    if (plot.raster) {
        struct pen diagonal = {.apart = score->dots == RASTER_ASCII ? 3 : 6,
                               .rank = RANK_DIAGONAL,
                               .role = ROLE_FAINT,
                               .ascii = '.'};
        draw_line(&plot, &diagonal, 0, 0, 1, 1);
        if (score->judgement->curves == 1)
            draw_two(&plot);
        else
            draw_many(&plot);
        raster_show(plot.raster, score->canvas, box->column + LABELS, box->row + 1);
    }
    put_title(&plot);
    put_areas(&plot);
    put_caption(&plot);
    raster_destroy(plot.raster);
}
