#include "config.h"

#include "rnntop/ui/score/score.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/glyphs.h"

#define LOW_SHARE 0.5 /* more is missed than found */

/* The epoch under the cursor where it has ended, else the newest; NULL: none has. */
static const struct epoch_event *shown_epoch(const struct score *score)
{
    const struct screen_run *view = screen_run(score->screen, score->screen->selected);
    const struct seen *seen = &score->seen;
    for (size_t i = 0; view->cursor_on && i < seen->epoch_count; i++) {
        if (fabs((double)seen->epochs[i].epoch - view->cursor) <= 0.5)
            return &seen->epochs[i];
    }
    return seen->epoch_count > 0 ? &seen->epochs[seen->epoch_count - 1] : NULL;
}

static const struct judgement *judgement_of(const struct score *score, size_t run, uint32_t epoch)
{
    return history_judgement(board_run(score->board, run)->history, epoch);
}

/* At the epoch that is shown, or at its last one. */
static const struct judgement *other_judgement(const struct score *score, size_t run)
{
    struct seen seen;
    seen_take(&seen, score->screen, score->board, run);
    const struct judgement *same = judgement_of(score, run, score->epoch->epoch);
    if (same || seen.epoch_count == 0)
        return same;
    return judgement_of(score, run, seen.epochs[seen.epoch_count - 1].epoch);
}

static bool same_data(const struct score *score, size_t run)
{
    return strcmp(board_run(score->board, run)->spec.data.path, score->seen.spec->data.path) == 0;
}

/* By the area under its curve, of those on the same data that have one class's curve too. */
static void find_other(struct score *score)
{
    float best = -1;
    for (size_t i = 0; i < board_runs(score->board); i++) {
        const bool fits = i != score->screen->selected && same_data(score, i);
        const struct judgement *judgement = fits ? other_judgement(score, i) : NULL;
        if (!judgement || judgement->curves != 1 || !(judgement->curve[0].auc > best))
            continue;
        best = judgement->curve[0].auc;
        score->other = judgement;
    }
}

void score_open(struct score *score, const struct screen *screen, const struct board *board,
                struct canvas *canvas)
{
    *score = (struct score){.screen = screen,
                            .board = board,
                            .canvas = canvas,
                            .ascii = screen_ascii(screen),
                            .dots = screen_dots(screen),
                            .classes = board_class_facts(board, screen->selected)};
    seen_take(&score->seen, screen, board, screen->selected);
    score->tested = score->seen.now->tested;
    score->epoch = shown_epoch(score);
    if (!score->epoch)
        return;
    score->judgement = judgement_of(score, screen->selected, score->epoch->epoch);
    if (screen->others != OTHERS_NONE)
        find_other(score);
}

void score_text(const struct score *score, const struct score_box *box, int column, int row,
                const char *text, enum role role)
{
    if (row >= 0 && row < box->rows)
        canvas_text(score->canvas, box->column + column, box->row + row, text, role);
}

void score_text_right(const struct score *score, const struct score_box *box, int end, int row,
                      const char *text, enum role role)
{
    score_text(score, box, end - (int)utf8_text_columns(text), row, text, role);
}

char *score_count(char *text, uint32_t count, int columns)
{
    figure_count(text, count);
    if ((int)strlen(text) > columns)
        snprintf(text, FIGURE_SIZE, "%u", (unsigned)count);
    if ((int)strlen(text) > columns && count >= 1000000000)
        snprintf(text, FIGURE_SIZE, "%.1fG", count / 1e9);
    else if ((int)strlen(text) > columns)
        snprintf(text, FIGURE_SIZE, "%.1fM", count / 1e6);
    return text;
}

size_t score_classes(const struct score *score)
{
    if (score->epoch && score->epoch->val.classes > 0)
        return score->epoch->val.classes;
    return score->tested ? score->seen.now->test.metrics.classes : 0;
}

void score_class_name(const struct classes_event *classes, size_t class, char name[CLASS_NAME_SIZE])
{
    if (classes && class < classes->classes && classes->classes <= METRICS_MAX_CLASSES)
        snprintf(name, CLASS_NAME_SIZE, "%s", classes->name[class]);
    else
        snprintf(name, CLASS_NAME_SIZE, "%zu", class);
}

enum role score_class_role(const struct score *score, size_t class)
{
    if (score_classes(score) != 2)
        return ROLE_PLAIN;
    return class == 1 ? ROLE_POSITIVE : ROLE_NEGATIVE;
}

enum role score_share_role(double share, enum role role)
{
    if (share == 0)
        return ROLE_BAD;
    return share < LOW_SHARE ? ROLE_WARN : role;
}
