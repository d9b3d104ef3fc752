#include "config.h"

#include "rnntop/ui/score/epochs.h"

#include <math.h>
#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

#define ROOMY 58 /* columns from which on there is room for whole words */

enum figure_column { IN_EPOCH, IN_ACCURACY, IN_PRECISION, IN_RECALL, IN_F1, IN_AUC, FIGURES };

static const int ENDS[2][FIGURES] = {{5, 11, 17, 24, 30, 36}, {6, 17, 29, 38, 46, 56}};

struct table {
    const struct score *score;
    const struct score_box *box;
    bool roomy;
    int row;
};

int epochs_rows(const struct score *score)
{
    size_t planned = score->seen.spec->epochs, ended = score->seen.epoch_count;
    size_t epochs = planned > ended ? planned : ended;
    return 2 + (int)(epochs < 1000 ? epochs : 1000); /* a heading, and the test */
}

static void put(const struct table *table, enum figure_column column, const char *text,
                enum role role)
{
    score_text_right(table->score, table->box, ENDS[table->roomy][column], table->row, text, role);
}

static void put_figures(struct table *table, const char *name, double accuracy,
                        const struct metrics *metrics, enum role role)
{
    bool judged = metrics->classes > 0;
    const double figure[FIGURES] = {
        [IN_ACCURACY] = accuracy,
        [IN_PRECISION] = judged ? (double)metrics->precision : NAN,
        [IN_RECALL] = judged ? (double)metrics->recall : NAN,
        [IN_F1] = judged ? (double)metrics->f1 : NAN,
        [IN_AUC] = judged ? (double)metrics->auc : NAN,
    };
    put(table, IN_EPOCH, name, role);
    for (enum figure_column i = IN_ACCURACY; i < FIGURES; i++) {
        char text[FIGURE_SIZE] = "";
        if (isnan(figure[i]))
            text[utf8_encode(glyph(table->score->ascii, GLYPH_NOTHING), text)] = '\0';
        else
            figure_value(text, figure[i]);
        put(table, i, text, i == IN_RECALL ? score_share_role(figure[i], role) : role);
    }
    table->row++;
}

/* Whose precision it is. */
static void put_whose(const struct table *table)
{
    const struct score *score = table->score;
    char text[SCORE_TEXT], name[CLASS_NAME_SIZE];
    score_class_name(score->classes, 1, name);
    if (score_classes(score) > 2)
        snprintf(text, sizeof text, "%s", string_get(STR_SCORE_MEAN));
    else
        string_fill(text, sizeof text, STR_SCORE_OF, name);
    if (ENDS[1][FIGURES - 1] + 3 + (int)utf8_text_columns(text) <= table->box->columns)
        score_text_right(score, table->box, table->box->columns, table->row, text, ROLE_DIM);
}

static void put_heading(struct table *table)
{
    static const enum string_id HEADING[2][FIGURES] = {
        {STR_EPOCH, STR_SCORE_ACCURACY_BRIEF, STR_SCORE_PRECISION_BRIEF, STR_SCORE_RECALL,
         STR_SCORE_F1, STR_SCORE_AUC_BRIEF},
        {STR_EPOCH, STR_ACCURACY, STR_SCORE_PRECISION, STR_SCORE_RECALL, STR_SCORE_F1,
         STR_SCORE_AUC}};
    for (enum figure_column i = IN_EPOCH; i < FIGURES; i++)
        put(table, i, string_get(HEADING[table->roomy][i]), i == IN_EPOCH ? ROLE_DIM : ROLE_VAL);
    put_whose(table);
    table->row++;
}

/* The newest epochs, or older ones down to the one that is shown. */
static size_t newest_shown(const struct table *table)
{
    const struct seen *seen = &table->score->seen;
    size_t newest = seen->epoch_count, room = (size_t)(table->box->rows - table->row);
    for (size_t i = 0; i < seen->epoch_count; i++) {
        if (&seen->epochs[i] == table->score->epoch && newest - i > room)
            newest = i + room;
    }
    return newest;
}

void epochs_draw(const struct score *score, const struct score_box *box)
{
    struct table table = {score, box, box->columns >= ROOMY, 0};
    const struct seen *seen = &score->seen;
    const bool cursor = screen_run(score->screen, score->screen->selected)->cursor_on;
    char figure[FIGURE_SIZE];
    put_heading(&table);
    if (score->tested)
        put_figures(&table, string_get(STR_TEST), (double)seen->now->test.accuracy,
                    &seen->now->test.metrics, ROLE_STRONG);
    if (table.row >= box->rows)
        return;
    for (size_t i = newest_shown(&table); i > 0 && table.row < box->rows; i--) {
        const struct epoch_event *epoch = &seen->epochs[i - 1];
        bool chosen = cursor && epoch == score->epoch;
        if (chosen)
            canvas_put(score->canvas, box->column, box->row + table.row,
                       glyph(score->ascii, GLYPH_SELECTED), ROLE_MARK);
        put_figures(&table, figure_count(figure, epoch->epoch), (double)epoch->val_accuracy,
                    &epoch->val, chosen ? ROLE_STRONG : ROLE_PLAIN);
    }
}
