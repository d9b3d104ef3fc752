#include "config.h"

#include "rnntop/ui/form/form_training.h"

#include <math.h>
#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/seen.h"
#include "rnntop/ui/strings.h"

#define GAP       3
#define TEXT_SIZE 96

enum { PIECES = 5 };

struct row {
    char text[PIECES][TEXT_SIZE];
    struct piece piece[PIECES];
    size_t count;
};

/* Appends a piece, and returns the place for its text. */
static char *add(struct row *row, enum role role)
{
    char *text = row->text[row->count];
    row->piece[row->count++] = (struct piece){text, role};
    return text;
}

/* False where nothing trains. */
static bool find_active(const struct screen *screen, const struct board *board, struct seen *seen)
{
    size_t active = board_active(board);
    if (active == BOARD_NO_RUN || active >= board_runs(board))
        return false;
    seen_take(seen, screen, board, active);
    return true;
}

/* The newest epoch's. */
static double validation(const struct seen *seen)
{
    const struct epoch_event *epoch = seen_epoch(seen, INFINITY);
    return epoch ? (double)epoch->val_accuracy : NAN;
}

static const char *idle(const struct board *board)
{
    return string_get(board_all_ended(board) ? STR_SMALL_ENDED : STR_STARTING);
}

static void compose(const struct seen *seen, struct row *row)
{
    const struct history_now *now = seen->now;
    char figure[2][FIGURE_SIZE];
    string_fill(add(row, ROLE_STRONG), TEXT_SIZE, STR_FORM_RUN, seen->spec->name,
                state_name(now->state));
    string_fill(add(row, ROLE_PLAIN), TEXT_SIZE, STR_FORM_EPOCH,
                figure_count(figure[0], now->epoch > 0 ? now->epoch : 1),
                figure_count(figure[1], seen->spec->epochs));
    if (now->batches > 0)
        string_fill(add(row, ROLE_PLAIN), TEXT_SIZE, STR_NOW_BATCH,
                    figure_count(figure[0], now->batch), figure_count(figure[1], now->batches));
    if (isfinite(validation(seen)))
        string_fill(add(row, ROLE_VAL), TEXT_SIZE, STR_FORM_VAL,
                    figure_value(figure[0], validation(seen)));
    if (isfinite(now->left_seconds))
        string_fill(add(row, ROLE_DIM), TEXT_SIZE, STR_FORM_LEFT,
                    figure_duration(figure[0], now->left_seconds));
}

void form_training_draw(const struct screen *screen, const struct board *board,
                        struct canvas *canvas, int column, int end, int row)
{
    struct seen seen;
    struct row made = {.count = 0};
    if (!find_active(screen, board, &seen)) {
        canvas_text(canvas, column, row, idle(board), ROLE_DIM);
        return;
    }
    enum run_state state = seen.now->state;
    canvas_put(canvas, column, row, glyph_state(screen_ascii(screen), state), state_role(state));
    compose(&seen, &made);
    fit_pieces(canvas, column + 2, end, row, GAP, made.piece, made.count);
}

int form_training_brief(const struct screen *screen, const struct board *board,
                        struct canvas *canvas, int end, int row)
{
    struct seen seen;
    char text[TEXT_SIZE], figure[2][FIGURE_SIZE];
    if (!find_active(screen, board, &seen))
        return end;
    figure_position(figure[0], seen.now->position);
    snprintf(text, sizeof text, "%s/%zu", figure[0], seen.spec->epochs);
    int column = end;
    if (isfinite(validation(&seen)))
        column = canvas_text_right(canvas, column, row, figure_value(figure[0], validation(&seen)),
                                   ROLE_VAL) -
                 1;
    column = canvas_text_right(canvas, column, row, text, ROLE_PLAIN) - 2;
    canvas_put(canvas, column, row, glyph_state(screen_ascii(screen), seen.now->state),
               state_role(seen.now->state));
    return column;
}
